/** The code of what went wrong, as the Apex controller tells it; whatever else failed is not reachable. */
const CODES = ["noAccess", "notRead", "notConnected", "unreachable"];

export function codeOf(error) {
  const message = error?.body?.message;
  return CODES.includes(message) ? message : "unreachable";
}
