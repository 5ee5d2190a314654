import type { LeadCard } from "@courtside/card-kit/card-answers.ts";
import { useHost } from "@courtside/card-kit/hooks.ts";
import { Answered, Nothing } from "@courtside/card-kit/states.tsx";
import { Trend } from "@courtside/card-kit/trend.tsx";
import { useAnswer } from "@courtside/card-kit/use-answer.ts";
import { wordsOf } from "@courtside/card-kit/words.ts";
import { hubspot } from "@hubspot/ui-extensions";
import { LeadBody } from "./lead-body.tsx";

/** The tab of a contact or company: parts, reasons, and how the score moved. */
export function LeadHistory() {
	const t = wordsOf(useHost().language);
	const asked = useAnswer<LeadCard>("lead");
	return (
		<Answered of={asked} t={t}>
			{(card) =>
				card.subject ? (
					<LeadBody card={card} t={t} put={asked.put} more={<Trend points={card.trend} t={t} />} />
				) : (
					<Nothing t={t} />
				)
			}
		</Answered>
	);
}

hubspot.extend<"crm.record.tab">(() => <LeadHistory />);
