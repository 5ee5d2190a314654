/** How a step reaches a lead: kinds of activity that somebody does. */
export const NURTURE_CHANNELS = ["email", "call", "meeting", "demo"] as const;
export type NurtureChannel = (typeof NURTURE_CHANNELS)[number];

/** What a sequence may end early for, besides that the lead ended, which always ends it. */
export const NURTURE_EXITS = ["replied", "hot"] as const;
export type NurtureExit = (typeof NURTURE_EXITS)[number];

export const NURTURE_STATES = ["draft", "running", "paused"] as const;
export type NurtureState = (typeof NURTURE_STATES)[number];
