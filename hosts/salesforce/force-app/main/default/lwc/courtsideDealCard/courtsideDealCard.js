import { LightningElement, api, wire } from "lwc";
import { refreshApex } from "@salesforce/apex";
import getDeal from "@salesforce/apex/CourtsideController.getDeal";
import withdrawOverride from "@salesforce/apex/CourtsideController.withdrawOverride";
import open from "@salesforce/label/c.Courtside_open";
import override from "@salesforce/label/c.Courtside_override";
import refresh from "@salesforce/label/c.Courtside_refresh";
import similar from "@salesforce/label/c.Courtside_similar";
import title from "@salesforce/label/c.Courtside_dealTitle";
import withdraw from "@salesforce/label/c.Courtside_withdraw";
import { codeOf } from "c/courtsideErrors";

/** On an opportunity: its chance with reasons, what the company's own past says, and what somebody says instead. */
export default class CourtsideDealCard extends LightningElement {
  @api recordId;
  label = { open, override, refresh, similar, title, withdraw };
  wired;
  card;
  code = "";
  isSaying = false;

  @wire(getDeal, { recordId: "$recordId" })
  take(result) {
    this.wired = result;
    if (result.data) this.show(result.data);
    else if (result.error) this.code = codeOf(result.error);
  }

  get isShown() {
    return Boolean(this.card) && !this.code;
  }

  get notes() {
    const { past, winBy, expectedClose } = this.card;
    return [past, winBy, expectedClose].filter(Boolean);
  }

  get likes() {
    return this.card.similar.length > 0 ? this.card.similar : null;
  }

  get maySay() {
    return this.card.mayOverride && !this.isSaying;
  }

  show(card) {
    this.card = card;
    this.code = "";
  }

  handleRefresh() {
    this.code = "";
    return refreshApex(this.wired);
  }

  handleSay() {
    this.isSaying = true;
  }

  handleSaid(event) {
    this.isSaying = false;
    if (event.detail) this.show(event.detail);
  }

  async handleWithdraw() {
    try {
      this.show(await withdrawOverride({ recordId: this.recordId }));
    } catch (error) {
      this.code = codeOf(error);
    }
  }
}
