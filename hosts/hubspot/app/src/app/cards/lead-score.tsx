import type { LeadCard } from "@courtside/card-kit/card-answers.ts";
import { useHost } from "@courtside/card-kit/hooks.ts";
import { Answered, Nothing } from "@courtside/card-kit/states.tsx";
import { useAnswer } from "@courtside/card-kit/use-answer.ts";
import { wordsOf } from "@courtside/card-kit/words.ts";
import { hubspot } from "@hubspot/ui-extensions";
import { LeadBody } from "./lead-body.tsx";

/** Beside a contact or company: its lead score with the reasons that add up to it. */
export function LeadScore() {
	const t = wordsOf(useHost().language);
	const asked = useAnswer<LeadCard>("lead");
	return (
		<Answered of={asked} t={t}>
			{(card) => (card.subject ? <LeadBody card={card} t={t} put={asked.put} /> : <Nothing t={t} />)}
		</Answered>
	);
}

hubspot.extend<"crm.record.sidebar">(() => <LeadScore />);
