const { createElement } = require("lwc");

const MODULES = {
  deal: ["c/courtsideDealCard", "getDeal"],
  lead: ["c/courtsideLeadCard", "getLead"],
  forecast: ["c/courtsideForecast", "getForecast"],
  quota: ["c/courtsideQuota", "getQuota"],
  coaching: ["c/courtsideCoachingCard", "getCoaching"],
};
jest.mock("@salesforce/apex/CourtsideController.getDeal", () => wired(), { virtual: true });
jest.mock("@salesforce/apex/CourtsideController.getLead", () => wired(), { virtual: true });
jest.mock("@salesforce/apex/CourtsideController.getForecast", () => wired(), { virtual: true });
jest.mock("@salesforce/apex/CourtsideController.getChanges", () => wired(), { virtual: true });
jest.mock("@salesforce/apex/CourtsideController.getQuota", () => wired(), { virtual: true });
jest.mock("@salesforce/apex/CourtsideController.getCoaching", () => wired(), { virtual: true });
jest.mock("@salesforce/apex/CourtsideController.setOverride", () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock("@salesforce/apex/CourtsideController.withdrawOverride", () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

function wired() {
  const { createApexTestWireAdapter } = require("@salesforce/sfdx-lwc-jest");
  return { __esModule: true, default: createApexTestWireAdapter(jest.fn()) };
}

const figure = {
  title: "Acme renewal",
  state: "ok",
  value: "62 %",
  label: "to be won",
  interval: "48–74 %",
  sample: "143 similar deals",
  direction: "▲ 9 since Monday",
  rising: "up",
  stateText: "",
  how: "How often deals like this were won.",
  modelVersion: "deal-2026-09-14",
  low: 0.48,
  middle: 0.62,
  high: 0.74,
  base: { amount: "50 %", text: "usual at this stage", raise: "" },
  parts: [
    { amount: "+18", text: "champion replied twice", raise: "" },
    { amount: "−6", text: "close date moved twice", raise: "agree the next date aloud" },
  ],
  action: { text: "Ask Sarah for the security contact", why: "Nobody from security was heard yet", line: "Who signs off?" },
};
const ANSWERS = {
  deal: {
    figure,
    closed: "",
    url: "https://courtside.example.com/deals/1",
    past: "Of 40 deals scored 60–70 %, 26 were won.",
    winBy: "",
    expectedClose: "",
    similar: [{ name: "Globex", text: "won in May", url: "https://courtside.example.com/deals/2" }],
    said: null,
    mayOverride: true,
    trend: { text: "From 51 % on Aug 1 to 62 % now", line: [0.51, 0.55, 0.62] },
  },
  lead: { recommended: "Tom", recommendedWhy: "works this region", figure, closed: "", url: "https://x.example", grade: "hot", gradeLabel: "Hot", gradeText: "24 % of such became deals", owner: "Maria" },
  forecast: {
    figure,
    period: "FY2026-Q3",
    url: "https://x.example",
    quota: "€5M",
    attainment: 0.4,
    attainmentText: "40 %",
    pieces: [{ label: "Closed", value: "€2M" }],
    categories: [{ label: "Commit", value: "€3M" }],
    path: [
      { nodeId: "company", name: "Company" },
      { nodeId: "t1", name: "Team North" },
    ],
    children: [{ nodeId: "u1", name: "Maria", value: "€1M", interval: "€0.8–1.2M", quota: "", hasMore: false }],
  },
  quota: {
    name: "Maria",
    period: "FY2026-Q3",
    url: "https://x.example",
    quota: "€1M",
    closed: "€400k",
    missing: "€600k",
    attainment: 0.4,
    attainmentText: "40 %",
    forecast: figure,
    territories: [{ name: "North", text: "40 accounts" }],
  },
  coaching: {
    title: "Demo at Acme",
    heldAt: "Monday",
    url: "https://x.example",
    talkShare: 0.6,
    talkText: "The seller talked 60 % of the time",
    actions: [{ text: "Send the contract", owner: "rep", due: "Friday", isDone: false }],
  },
};

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

async function shown(card) {
  const [name, method] = MODULES[card];
  const type = require(name).default;
  const adapter = require(`@salesforce/apex/CourtsideController.${method}`).default;
  const element = createElement(`c-${card}`, { is: type });
  if (card !== "forecast") element.recordId = "006000000000001AAA";
  document.body.append(element);
  await settled();
  return { element, adapter };
}

/** All that stands in a component and in those within it. */
function textIn(root) {
  const own = [...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? [textIn(one.shadowRoot)] : []));
  return [root.textContent, ...own].join(" ");
}

afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe.each(Object.keys(MODULES))("the card of a %s", (card) => {
  it("says that its number is coming until it is there", async () => {
    const { element } = await shown(card);
    expect(textIn(element.shadowRoot)).toContain("Courtside_loading");
  });

  it("shows what Courtside answered, word for word, and can be used by everybody", async () => {
    const { element, adapter } = await shown(card);
    adapter.emit(ANSWERS[card]);
    await settled();
    const text = textIn(element.shadowRoot);
    for (const word of card === "coaching" ? ["Send the contract", "60 %"] : ["62 %", "48–74 %", "champion replied twice", "+18"])
      expect(text).toContain(word);
    await expect(element).toBeAccessible();
  });

  it.each(["noAccess", "notRead", "notConnected", "unreachable"])("says what to do when it is %s", async (code) => {
    const { element, adapter } = await shown(card);
    adapter.error({ message: code });
    await settled();
    expect(textIn(element.shadowRoot)).toContain(`Courtside_${code}`);
    expect(textIn(element.shadowRoot)).not.toContain("62 %");
  });

  it("shows nobody the words of an unknown fault", async () => {
    const { element, adapter } = await shown(card);
    adapter.error({ message: "System.NullPointerException: secret" });
    await settled();
    expect(textIn(element.shadowRoot)).toContain("Courtside_unreachable");
    expect(textIn(element.shadowRoot)).not.toContain("secret");
  });
});

describe("a chance of one's own", () => {
  const { default: setOverride } = require("@salesforce/apex/CourtsideController.setOverride");

  async function openForm() {
    const { element, adapter } = await shown("deal");
    adapter.emit(ANSWERS.deal);
    await settled();
    const button = [...element.shadowRoot.querySelectorAll("lightning-button")].find((one) => /Courtside_override$/.test(one.label));
    button.dispatchEvent(new CustomEvent("click"));
    await settled();
    return { element, form: element.shadowRoot.querySelector("c-courtside-override") };
  }

  function fill(form, chance, reason, isValid = true) {
    const [one, other] = form.shadowRoot.querySelectorAll("[data-field]");
    one.value = chance;
    other.value = reason;
    for (const field of [one, other]) field.reportValidity = () => isValid;
    form.shadowRoot.querySelector("lightning-button").dispatchEvent(new CustomEvent("click"));
    return settled();
  }

  it("is sent as a share, with its reason, and the card shows it", async () => {
    const { element, form } = await openForm();
    setOverride.mockResolvedValue({ ...ANSWERS.deal, said: { value: "80 %", says: "Maria, today", reason: "The board said yes", asks: "" } });
    await fill(form, "80", "The board said yes");
    await settled();
    expect(setOverride).toHaveBeenCalledWith({ recordId: "006000000000001AAA", probability: 0.8, reason: "The board said yes" });
    expect(textIn(element.shadowRoot)).toContain("80 %");
  });

  it("is not sent while a field lacks something", async () => {
    const { form } = await openForm();
    await fill(form, "", "", false);
    expect(setOverride).not.toHaveBeenCalled();
  });

  it("stays in the form when Courtside refuses it", async () => {
    const { form } = await openForm();
    setOverride.mockRejectedValue({ body: { message: "noAccess" } });
    await fill(form, "80", "Because");
    await settled();
    expect(textIn(form.shadowRoot)).toContain("Courtside_noAccess");
  });
});

describe("what changed in a week", () => {
  async function opened() {
    const { default: type } = require("c/courtsideChanges");
    const { default: adapter } = require("@salesforce/apex/CourtsideController.getChanges");
    const element = createElement("c-changes", { is: type });
    element.node = "company";
    document.body.append(element);
    const details = element.shadowRoot.querySelector("details");
    expect(adapter.getLastConfig()?.node).toBeUndefined();
    details.open = true;
    details.dispatchEvent(new CustomEvent("toggle"));
    await settled();
    return { element, adapter };
  }

  it("is asked for once it is opened, and shows the parts", async () => {
    const { element, adapter } = await opened();
    expect(adapter.getLastConfig()).toEqual({ node: "company" });
    const parts = [{ amount: "+€4K", text: "Acme: won", raise: "" }];
    adapter.emit({ since: "Sep 8", before: "€10K", after: "€14K", difference: "+€4K", parts });
    await settled();
    for (const word of ["€10K", "Sep 8", "+€4K", "Acme: won"]) expect(textIn(element.shadowRoot)).toContain(word);
    await expect(element).toBeAccessible();
  });

  it("says what to do when it cannot be told", async () => {
    const { element, adapter } = await opened();
    adapter.error({ message: "noAccess" });
    await settled();
    expect(textIn(element.shadowRoot)).toContain("Courtside_noAccess");
  });
});
