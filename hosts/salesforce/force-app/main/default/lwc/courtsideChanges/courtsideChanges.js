import { LightningElement, api, wire } from "lwc";
import { refreshApex } from "@salesforce/apex";
import getChanges from "@salesforce/apex/CourtsideController.getChanges";
import changes from "@salesforce/label/c.Courtside_changes";
import noChanges from "@salesforce/label/c.Courtside_noChanges";
import { codeOf } from "c/courtsideErrors";

/** Why a node's number is another one than a week ago. Both weeks are looked at anew, so it is asked for once somebody opens it. */
export default class CourtsideChanges extends LightningElement {
  @api node;
  label = { changes, noChanges };
  isOpen = false;
  wired;
  changes;
  code = "";

  @wire(getChanges, { node: "$asked" })
  take(result) {
    this.wired = result;
    this.changes = result.data;
    this.code = result.error ? codeOf(result.error) : "";
  }

  get asked() {
    return this.isOpen ? (this.node ?? "") : undefined;
  }

  get parts() {
    const { parts } = this.changes;
    return parts.length > 0 ? parts.map((part, at) => ({ ...part, key: String(at) })) : null;
  }

  handleToggle(event) {
    this.isOpen = this.isOpen || event.currentTarget.open;
  }

  handleRetry() {
    this.code = "";
    return refreshApex(this.wired);
  }
}
