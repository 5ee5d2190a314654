import { type Period, parsePeriod } from "../../../core/model/period.ts";
import { periodName } from "../../../core/words/period-name.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { useMe } from "../portal-context.tsx";

/** Says a period, or one by its name in the workspace's calendar, in the page's language; `narrow` shortens months. */
export function usePeriodName(): (
	period: Pick<Period, "name" | "start" | "end"> | string,
	given?: { narrow?: boolean },
) => string {
	const { words, locale } = useSpeech();
	const { fiscal } = useMe().workspace;
	return (asked, given) => {
		const period = typeof asked === "string" ? parsePeriod(fiscal, asked) : asked;
		return period ? periodName(period, words, locale, given) : String(asked);
	};
}
