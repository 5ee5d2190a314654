import { Heading, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from "@hubspot/ui-extensions";
import type { View } from "./card-answers.ts";
import type { Say } from "./words.ts";

/** What the number is made of: each share with its sentence; they add up to it. */
export function Reasons({ view, t }: { view: View; t: Say }) {
	const rows = view.base ? [view.base, ...view.parts] : view.parts;
	if (rows.length === 0) return null;
	return (
		<>
			<Heading>{t("why")}</Heading>
			<Table density="compact" flush>
				<TableHead>
					<TableRow>
						<TableHeader width="min">{t("share")}</TableHeader>
						<TableHeader>{t("reason")}</TableHeader>
					</TableRow>
				</TableHead>
				<TableBody>
					{rows.map((part) => (
						<TableRow key={part.code + part.text}>
							<TableCell width="min">{part.amount}</TableCell>
							<TableCell>{part.text}</TableCell>
						</TableRow>
					))}
				</TableBody>
			</Table>
			<Text variant="microcopy">{view.text.how}</Text>
		</>
	);
}
