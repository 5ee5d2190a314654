import { LightningElement, api, wire } from "lwc";
import { refreshApex } from "@salesforce/apex";
import getLead from "@salesforce/apex/CourtsideController.getLead";
import open from "@salesforce/label/c.Courtside_open";
import owner from "@salesforce/label/c.Courtside_owner";
import recommended from "@salesforce/label/c.Courtside_recommended";
import refresh from "@salesforce/label/c.Courtside_refresh";
import title from "@salesforce/label/c.Courtside_leadTitle";
import { codeOf } from "c/courtsideErrors";

/** On a lead: its points with reasons, how soon it is worth a call, and whose it is. */
export default class CourtsideLeadCard extends LightningElement {
  @api recordId;
  label = { open, owner, recommended, refresh, title };
  wired;
  card;
  code = "";

  @wire(getLead, { recordId: "$recordId" })
  take(result) {
    this.wired = result;
    this.card = result.data;
    this.code = result.error ? codeOf(result.error) : "";
  }

  get badgeClass() {
    return `grade grade-${this.card.grade}`;
  }

  handleRefresh() {
    this.code = "";
    return refreshApex(this.wired);
  }
}
