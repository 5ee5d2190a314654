import { Flex, Link, ScoreCircle, Text } from "@hubspot/ui-extensions";
import type { View } from "./card-answers.ts";
import type { Say } from "./words.ts";

/** A number as the server words it: value, range, what moved it, on how many it rests, and as of when. */
export function NumberHead({ view, children }: { view: View; children?: React.ReactNode }) {
	const { text, unit, value } = view;
	const points = value === null ? null : Math.round(Number(value) * (unit === "probability" ? 100 : 1));
	const isScore = unit === "probability" || unit === "points";
	const facts = [text.interval, text.direction, text.sample, text.brief].filter(Boolean);
	return (
		<Flex direction="row" gap="medium" align="center" wrap>
			{isScore && points !== null && <ScoreCircle score={points} />}
			<Flex direction="column" gap="flush">
				<Text format={{ fontWeight: "bold" }}>
					{text.value} {text.label}
				</Text>
				{facts.map((fact) => (
					<Text key={fact} variant="microcopy">
						{fact}
					</Text>
				))}
				{text.state && <Text variant="microcopy">{text.state}</Text>}
				{children}
			</Flex>
		</Flex>
	);
}

/** Who or what it is, with its page in Courtside. */
export function SubjectLine({ subject, t }: { subject: { name: string; url: string; lines: string[] }; t: Say }) {
	return (
		<Flex direction="column" gap="flush">
			<Text format={{ fontWeight: "demibold" }}>{subject.name}</Text>
			<Text variant="microcopy">{subject.lines.join(" · ")}</Text>
			<Link href={{ url: subject.url, external: true }}>{t("open")}</Link>
		</Flex>
	);
}
