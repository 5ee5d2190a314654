import type { CoachingCard } from "@courtside/card-kit/card-answers.ts";
import { useHost } from "@courtside/card-kit/hooks.ts";
import { NumberHead, SubjectLine } from "@courtside/card-kit/number-head.tsx";
import { Answered, Nothing } from "@courtside/card-kit/states.tsx";
import { useAnswer } from "@courtside/card-kit/use-answer.ts";
import { wordsOf } from "@courtside/card-kit/words.ts";
import { DescriptionList, DescriptionListItem, Flex, Heading, hubspot, Text, Tile } from "@hubspot/ui-extensions";

/** The tab of a deal or contact: the one thing to do next with the line to say, and what was noted lately. */
export function DealCoaching() {
	const t = wordsOf(useHost().language);
	const asked = useAnswer<CoachingCard>("coaching");
	return (
		<Answered of={asked} t={t}>
			{({ subject, chance, meeting, actions, objections, recent }) =>
				subject ? (
					<Flex direction="column" gap="medium">
						<SubjectLine subject={subject} t={t} />
						<Heading>{t("next")}</Heading>
						<Tile>
							{chance?.action ? (
								<Flex direction="column" gap="extra-small">
									<Text format={{ fontWeight: "bold" }}>{chance.action.text}</Text>
									<Text>{chance.action.why}</Text>
									{chance.action.line && (
										<Text format={{ italic: true }}>
											{t("say")}: “{chance.action.line}”
										</Text>
									)}
								</Flex>
							) : (
								<Text>{chance ? t("noAction") : t("closed")}</Text>
							)}
						</Tile>
						{chance && <NumberHead view={chance} />}
						{meeting && (
							<>
								<Heading>{t("lastMeeting")}</Heading>
								<Text>
									{meeting.title} · {meeting.when}
								</Text>
								<Lines title={t("agreed")} lines={actions.map(({ text, due }) => (due ? `${text} (${due})` : text))} />
								<Lines title={t("doubted")} lines={objections.map(({ text }) => `“${text}”`)} />
							</>
						)}
						<Heading>{t("recent")}</Heading>
						{recent.length === 0 ? (
							<Text>{t("noRecent")}</Text>
						) : (
							<DescriptionList direction="column">
								{recent.map((one) => (
									<DescriptionListItem key={one.id} label={one.when}>
										<Text>{one.text}</Text>
									</DescriptionListItem>
								))}
							</DescriptionList>
						)}
					</Flex>
				) : (
					<Nothing t={t} />
				)
			}
		</Answered>
	);
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
	if (lines.length === 0) return null;
	return (
		<Flex direction="column" gap="extra-small">
			<Text format={{ fontWeight: "demibold" }}>{title}</Text>
			{lines.map((line) => (
				<Text key={line}>{line}</Text>
			))}
		</Flex>
	);
}

hubspot.extend<"crm.record.tab">(() => <DealCoaching />);
