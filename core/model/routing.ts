/** How a lead's receiver is chosen among those who may have it. */
export const ROUTING_WAYS = ["turns", "weighted", "bestChance"] as const;
export type RoutingWay = (typeof ROUTING_WAYS)[number];

/** How much a match counts: without one a lead waits (`must`), anybody else takes it (`prefer`), or nobody asks. */
export const ROUTING_NEEDS = ["must", "prefer", "ignore"] as const;
export type RoutingNeed = (typeof ROUTING_NEEDS)[number];
