import { Act } from "@courtside/card-kit/act.tsx";
import type { DealCard } from "@courtside/card-kit/card-answers.ts";
import { useHost } from "@courtside/card-kit/hooks.ts";
import { NumberHead, SubjectLine } from "@courtside/card-kit/number-head.tsx";
import { Reasons } from "@courtside/card-kit/reasons.tsx";
import { Answered, Nothing } from "@courtside/card-kit/states.tsx";
import { Trend } from "@courtside/card-kit/trend.tsx";
import { useAnswer } from "@courtside/card-kit/use-answer.ts";
import { wordsOf } from "@courtside/card-kit/words.ts";
import { Flex, hubspot, Text } from "@hubspot/ui-extensions";

/** Beside a deal: its chance to be won with range, reasons and how it moved. */
export function DealChance() {
	const { language, record } = useHost();
	const t = wordsOf(language);
	const asked = useAnswer<DealCard>("deal");
	const beside = { record: record?.kind ?? "", recordId: record?.id ?? "" };
	return (
		<Answered of={asked} t={t}>
			{({ subject, chance, trend, may }) =>
				subject ? (
					<Flex direction="column" gap="medium">
						<SubjectLine subject={subject} t={t} />
						{chance ? <NumberHead view={chance} /> : <Text>{t("closed")}</Text>}
						{may.score && (
							<Act<{ deal: DealCard }>
								path="score"
								body={() => beside}
								label={t("rescore")}
								said={({ deal }) => t("rescored", { value: deal.chance?.text.value ?? "–" })}
								t={t}
								then={({ deal }) => asked.put(deal)}
							/>
						)}
						{chance && <Reasons view={chance} t={t} />}
						{chance && <Trend points={trend} scale={100} t={t} />}
					</Flex>
				) : (
					<Nothing t={t} />
				)
			}
		</Answered>
	);
}

hubspot.extend<"crm.record.sidebar">(() => <DealChance />);
