import type { LearntWay } from "./choose-deal-model.ts";
import { trainLiftedModel } from "./train-lift.ts";

/** Closed deals from which there is something to learn beyond stage and age. */
const LEAST_CLOSED = 60;

/** Ways of learning beyond the table of stage and age, plainest first. */
export const DEAL_WAYS: readonly LearntWay[] = [{ name: "signs", needsClosed: LEAST_CLOSED, train: trainLiftedModel }];
