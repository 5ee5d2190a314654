import { LightningElement, api } from "lwc";
import setOverride from "@salesforce/apex/CourtsideController.setOverride";
import badChance from "@salesforce/label/c.Courtside_badChance";
import badReason from "@salesforce/label/c.Courtside_badReason";
import cancel from "@salesforce/label/c.Courtside_cancel";
import chance from "@salesforce/label/c.Courtside_overrideChance";
import reason from "@salesforce/label/c.Courtside_overrideReason";
import save from "@salesforce/label/c.Courtside_save";
import { codeOf } from "c/courtsideErrors";

/** A chance of one's own beside the model's, never without the reason. Fires `said` with the card, or with nothing. */
export default class CourtsideOverride extends LightningElement {
  @api recordId;
  label = { badChance, badReason, cancel, chance, reason, save };
  code = "";
  isBusy = false;

  async handleSave() {
    const fields = [...this.template.querySelectorAll("[data-field]")];
    // Every field says what it lacks, not only the first.
    const isGood = fields.map((field) => field.reportValidity()).every(Boolean);
    if (!isGood) return;
    const [percent, why] = fields.map((field) => field.value);
    this.isBusy = true;
    try {
      const card = await setOverride({ recordId: this.recordId, probability: Number(percent) / 100, reason: why });
      this.tell(card);
    } catch (error) {
      this.code = codeOf(error);
    } finally {
      this.isBusy = false;
    }
  }

  handleCancel() {
    this.tell(null);
  }

  tell(card) {
    this.dispatchEvent(new CustomEvent("said", { detail: card }));
  }
}
