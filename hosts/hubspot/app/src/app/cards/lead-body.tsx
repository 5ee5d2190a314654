import { Act } from "@courtside/card-kit/act.tsx";
import type { LeadCard } from "@courtside/card-kit/card-answers.ts";
import { useHost } from "@courtside/card-kit/hooks.ts";
import { NumberHead, SubjectLine } from "@courtside/card-kit/number-head.tsx";
import { Reasons } from "@courtside/card-kit/reasons.tsx";
import { newRequestId } from "@courtside/card-kit/server.ts";
import type { Say } from "@courtside/card-kit/words.ts";
import { Flex, Heading, Link, Tag, Text } from "@hubspot/ui-extensions";

const VARIANTS = { hot: "error", warm: "warning", cold: "info" } as const;

/** A lead's number, grade, reasons and what can be done from here; `more` stands below on the tab. */
export function LeadBody({
	card,
	t,
	put,
	more,
}: {
	card: LeadCard;
	t: Say;
	put(card: LeadCard): void;
	more?: React.ReactNode;
}) {
	const { record } = useHost();
	const { subject, score, grade, others, may } = card;
	const beside = { record: record?.kind ?? "", recordId: record?.id ?? "" };
	if (!subject) return null;
	return (
		<Flex direction="column" gap="medium">
			<SubjectLine subject={subject} t={t} />
			{score && (
				<NumberHead view={score}>
					{grade?.grade && <Tag variant={VARIANTS[grade.grade]}>{grade.label}</Tag>}
					{grade && <Text variant="microcopy">{grade.text}</Text>}
				</NumberHead>
			)}
			{score?.action && (
				<Flex direction="column" gap="flush">
					<Text format={{ fontWeight: "demibold" }}>{score.action.text}</Text>
					<Text>{score.action.why}</Text>
				</Flex>
			)}
			<Flex direction="row" gap="small" wrap>
				{may.score && (
					<Act<{ lead: LeadCard }>
						path="score"
						body={() => beside}
						label={t("rescore")}
						said={({ lead }) => t("rescored", { value: lead.score?.text.value ?? "–" })}
						t={t}
						then={({ lead }) => put(lead)}
					/>
				)}
				{may.route && record?.kind === "contact" && (
					<Act<{ owner: string | null; text: string }>
						path="route"
						body={() => ({ ...beside, requestId: newRequestId() })}
						label={t("route")}
						said={({ owner, text }) => (owner ? t("routed", { name: owner }) : text)}
						t={t}
						then={() => put({ ...card, may: { ...may, route: false } })}
					/>
				)}
			</Flex>
			{score && <Reasons view={score} t={t} />}
			{more}
			{others.length > 0 && (
				<>
					<Heading>{t("others")}</Heading>
					{others.map((one) => (
						<Text key={one.id}>
							{one.score} <Link href={{ url: one.url, external: true }}>{one.name}</Link>
						</Text>
					))}
				</>
			)}
		</Flex>
	);
}
