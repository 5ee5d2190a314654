import { LightningElement, api } from "lwc";
import how from "@salesforce/label/c.Courtside_how";
import model from "@salesforce/label/c.Courtside_model";
import next from "@salesforce/label/c.Courtside_next";
import raise from "@salesforce/label/c.Courtside_raise";
import reasons from "@salesforce/label/c.Courtside_reasons";
import why from "@salesforce/label/c.Courtside_why";

const percent = (share) => `${Math.round(share * 1000) / 10}%`;

/** One number: value, range, direction, reasons, next step. It draws the words that Courtside made and computes nothing. */
export default class CourtsideFigure extends LightningElement {
  @api figure;
  label = { how, model, next, raise, reasons, why };

  get hasPicture() {
    return typeof this.figure.low === "number" && typeof this.figure.high === "number";
  }

  get bandStyle() {
    const { low, high } = this.figure;
    return `inset-inline-start:${percent(low)};inline-size:${percent(Math.max(high - low, 0.01))}`;
  }

  get markStyle() {
    return `inset-inline-start:${percent(this.figure.middle ?? 0)}`;
  }

  get hasRange() {
    return Boolean(this.figure.interval || this.figure.sample || this.figure.direction);
  }

  get parts() {
    return this.figure.parts.map((part, at) => ({ ...part, key: String(at) }));
  }

  get hasParts() {
    return this.figure.parts.length > 0;
  }
}
