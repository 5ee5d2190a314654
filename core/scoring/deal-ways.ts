import type { LearntWay } from "./choose-deal-model.ts";

/** Ways of learning beyond the table of stage and age, plainest first. */
export const DEAL_WAYS: readonly LearntWay[] = [];
