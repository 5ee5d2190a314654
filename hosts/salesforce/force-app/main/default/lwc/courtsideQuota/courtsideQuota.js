import { LightningElement, api, wire } from "lwc";
import { refreshApex } from "@salesforce/apex";
import getQuota from "@salesforce/apex/CourtsideController.getQuota";
import closed from "@salesforce/label/c.Courtside_closed";
import missing from "@salesforce/label/c.Courtside_missing";
import noQuota from "@salesforce/label/c.Courtside_noQuota";
import noTerritory from "@salesforce/label/c.Courtside_noTerritory";
import open from "@salesforce/label/c.Courtside_open";
import quota from "@salesforce/label/c.Courtside_quota";
import refresh from "@salesforce/label/c.Courtside_refresh";
import territories from "@salesforce/label/c.Courtside_territories";
import title from "@salesforce/label/c.Courtside_quotaTitle";
import { codeOf } from "c/courtsideErrors";

/** On a user's page theirs, on the home page one's own: what is to come in this quarter, what did, and where. */
export default class CourtsideQuota extends LightningElement {
  @api recordId = null;
  label = { closed, missing, noQuota, noTerritory, open, quota, refresh, territories, title };
  wired;
  card;
  code = "";

  @wire(getQuota, { userId: "$recordId" })
  take(result) {
    this.wired = result;
    if (result.data) this.card = result.data;
    this.code = result.error ? codeOf(result.error) : "";
  }

  get areas() {
    return this.card.territories.length > 0 ? this.card.territories : null;
  }

  handleRefresh() {
    this.code = "";
    return refreshApex(this.wired);
  }
}
