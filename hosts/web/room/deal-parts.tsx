import type { RoomJson } from "../../../core/contract/room.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Link, usePlace, withQuery } from "../router.tsx";

export const DEAL_PARTS = ["overview", "people", "plan", "timeline", "documents", "playbook"] as const;
export type DealPart = (typeof DEAL_PARTS)[number];

/** Which part of the deal the address asks for. */
export function useDealPart(): DealPart {
	const asked = usePlace().query.get("part");
	return DEAL_PARTS.find((part) => part === asked) ?? "overview";
}

/** The parts of a deal's page, each with how much is in it or what it lacks. */
export function DealPartsNav({ room }: { room: RoomJson | null }) {
	const { t, locale } = useSpeech();
	const place = usePlace();
	const part = useDealPart();
	const overdue = room?.plan.filter((s) => s.isOverdue).length ?? 0;
	const marks: Partial<Record<DealPart, { count: number; alarm?: string }>> = room
		? {
				people: {
					count: room.people.length,
					...(room.people.length > 0 && room.gaps.length > 0
						? { alarm: t("room.gaps", { count: room.gaps.length }) }
						: {}),
				},
				plan: {
					count: room.plan.filter((s) => s.state === "open").length,
					...(overdue > 0 ? { alarm: t("room.overdue", { count: overdue }) } : {}),
				},
				documents: { count: room.documents.length },
				playbook: { count: room.playbook.length },
			}
		: {};
	return (
		<nav className="grains deal-parts" aria-label={t("room.parts")}>
			{DEAL_PARTS.map((name) => {
				const mark = marks[name];
				return (
					<Link
						key={name}
						to={withQuery(place, { part: name === "overview" ? null : name, kinds: null })}
						aria-current={part === name ? "page" : undefined}
					>
						{t(`room.part.${name}`)}
						{mark && mark.count > 0 && <span className="deal-part-count">{formatNumber(mark.count, locale)}</span>}
						{mark?.alarm && <span className="deal-part-alarm">{mark.alarm}</span>}
					</Link>
				);
			})}
		</nav>
	);
}
