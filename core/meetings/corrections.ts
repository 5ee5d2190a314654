import type { Signal } from "../coaching/findings.ts";
import type { MeetingState } from "../coaching/fold.ts";
import type { SlotName } from "../coaching/packs/signal-pack.ts";

/** What a person said of something that was found. */
export interface Correction {
	foundId: string;
	/** `other`: it is one of `kind` and `detail`. */
	verdict: "right" | "wrong" | "other";
	kind: string | null;
	detail: string | null;
}

/** How a slot is called among the things that were found. */
export function slotId(slot: SlotName): string {
	return `slot.${slot}`;
}

/** A meeting as people corrected it: what they said is none is gone, what is another kind is that kind. */
export function withCorrections(state: MeetingState, corrections: readonly Correction[]): MeetingState {
	if (corrections.length === 0) return state;
	const said = new Map(corrections.map((one) => [one.foundId, one]));
	const signals = state.derived.signals.flatMap((signal): Signal[] => {
		const one = said.get(signal.id);
		if (!one || one.verdict === "right") return [signal];
		if (one.verdict === "wrong" || one.kind === null) return [];
		return [{ ...signal, kind: one.kind as Signal["kind"], detail: one.detail ?? signal.detail }];
	});
	const slots = { ...state.derived.slots };
	for (const slot of Object.keys(slots) as SlotName[])
		if (said.get(slotId(slot))?.verdict === "wrong") delete slots[slot];
	return { ...state, derived: { ...state.derived, signals, slots } };
}
