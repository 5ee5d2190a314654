import { LightningElement, api } from "lwc";
import loading from "@salesforce/label/c.Courtside_loading";
import noAccess from "@salesforce/label/c.Courtside_noAccess";
import notConnected from "@salesforce/label/c.Courtside_notConnected";
import notRead from "@salesforce/label/c.Courtside_notRead";
import retry from "@salesforce/label/c.Courtside_retry";
import unreachable from "@salesforce/label/c.Courtside_unreachable";

const TEXTS = { noAccess, notConnected, notRead, unreachable };

/** What a card shows while it has no number: that it is coming, or why it does not and what to do. */
export default class CourtsideState extends LightningElement {
  /** Empty while the answer is awaited, else one of the codes of courtsideErrors. */
  @api code = "";
  label = { loading, retry };

  get isLoading() {
    return !this.code;
  }

  get text() {
    return TEXTS[this.code] ?? unreachable;
  }

  get role() {
    return this.code === "notRead" ? "status" : "alert";
  }

  handleRetry() {
    this.dispatchEvent(new CustomEvent("retry"));
  }
}
