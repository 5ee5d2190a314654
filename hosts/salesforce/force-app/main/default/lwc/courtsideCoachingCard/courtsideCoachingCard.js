import { LightningElement, api, wire } from "lwc";
import { refreshApex } from "@salesforce/apex";
import getCoaching from "@salesforce/apex/CourtsideController.getCoaching";
import actions from "@salesforce/label/c.Courtside_actions";
import customer from "@salesforce/label/c.Courtside_customer";
import done from "@salesforce/label/c.Courtside_done";
import noActions from "@salesforce/label/c.Courtside_noActions";
import noMeeting from "@salesforce/label/c.Courtside_noMeeting";
import open from "@salesforce/label/c.Courtside_open";
import refresh from "@salesforce/label/c.Courtside_refresh";
import rep from "@salesforce/label/c.Courtside_rep";
import title from "@salesforce/label/c.Courtside_coachingTitle";
import { codeOf } from "c/courtsideErrors";

const OWNERS = { rep, customer, both: `${rep}, ${customer}`, unknown: "" };

/** On an opportunity: the last meeting, what was promised in it, and how much the seller talked. */
export default class CourtsideCoachingCard extends LightningElement {
  @api recordId;
  label = { actions, done, noActions, noMeeting, open, refresh, title };
  wired;
  card;
  code = "";

  @wire(getCoaching, { recordId: "$recordId" })
  take(result) {
    this.wired = result;
    if (result.data) this.card = result.data;
    this.code = result.error ? codeOf(result.error) : "";
  }

  get promises() {
    const promises = this.card.actions.map((action, at) => ({
      key: String(at),
      text: action.text,
      about: [OWNERS[action.owner], action.isDone ? done : action.due].filter(Boolean).join(" · "),
    }));
    return promises.length > 0 ? promises : null;
  }

  handleRefresh() {
    this.code = "";
    return refreshApex(this.wired);
  }
}
