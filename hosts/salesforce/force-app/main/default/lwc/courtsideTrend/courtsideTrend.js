import { LightningElement, api } from "lwc";
import trend from "@salesforce/label/c.Courtside_trend";

/** How a number moved: a line, and the same in words. */
export default class CourtsideTrend extends LightningElement {
  @api trend;
  label = { trend };

  get points() {
    const { line } = this.trend;
    const across = 100 / Math.max(line.length - 1, 1);
    return line.map((value, at) => `${(at * across).toFixed(1)},${(23 - value * 22).toFixed(1)}`).join(" ");
  }
}
