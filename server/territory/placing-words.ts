import { say, type Viewer } from "../views/viewer.ts";
import type { Placing } from "./place-record.ts";

/** Why a record belongs to a territory, as a sentence. */
export function placingText(viewer: Viewer, { territoryName, by }: Pick<Placing, "territoryName" | "by">): string {
	const what = by.kind === "region" ? (by.key.split("|")[1] ?? by.key) : by.key.toUpperCase();
	return say(viewer, `terr.placed.${by.kind}`, { territory: territoryName, what });
}
