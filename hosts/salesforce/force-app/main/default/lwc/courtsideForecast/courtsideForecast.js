import { LightningElement, wire } from "lwc";
import { refreshApex } from "@salesforce/apex";
import getForecast from "@salesforce/apex/CourtsideController.getForecast";
import beneath from "@salesforce/label/c.Courtside_beneath";
import categories from "@salesforce/label/c.Courtside_categories";
import made from "@salesforce/label/c.Courtside_made";
import open from "@salesforce/label/c.Courtside_open";
import quota from "@salesforce/label/c.Courtside_quota";
import refresh from "@salesforce/label/c.Courtside_refresh";
import title from "@salesforce/label/c.Courtside_forecastTitle";
import { codeOf } from "c/courtsideErrors";

/** On the home and app page: where the quarter lands, against the quota, down to each person. */
export default class CourtsideForecast extends LightningElement {
  label = { beneath, categories, made, open, quota, refresh, title };
  node = null;
  wired;
  card;
  code = "";

  @wire(getForecast, { node: "$node" })
  take(result) {
    this.wired = result;
    if (result.data) this.card = result.data;
    this.code = result.error ? codeOf(result.error) : "";
  }

  get hasWay() {
    return this.card.path.length > 1;
  }

  get nodeShown() {
    return this.card.path.at(-1).nodeId;
  }

  get children() {
    return this.card.children.length > 0 ? this.card.children : null;
  }

  handleGo(event) {
    this.node = event.currentTarget.dataset.node;
  }

  handleRefresh() {
    this.code = "";
    return refreshApex(this.wired);
  }
}
