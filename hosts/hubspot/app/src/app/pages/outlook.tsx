import type { OutlookCard } from "@courtside/card-kit/card-answers.ts";
import { useHost } from "@courtside/card-kit/hooks.ts";
import { NumberHead } from "@courtside/card-kit/number-head.tsx";
import { Reasons } from "@courtside/card-kit/reasons.tsx";
import { Answered } from "@courtside/card-kit/states.tsx";
import { useAnswer } from "@courtside/card-kit/use-answer.ts";
import { wordsOf } from "@courtside/card-kit/words.ts";
import {
	Flex,
	Heading,
	hubspot,
	Link,
	Table,
	TableBody,
	TableCell,
	TableHead,
	TableHeader,
	TableRow,
	Text,
} from "@hubspot/ui-extensions";
import { createPageRouter, PageRoutes } from "@hubspot/ui-extensions/pages";

/** The app's page: where the quarter lands, by team and person, and who works which territory. */
export function Outlook() {
	const t = wordsOf(useHost().language);
	const asked = useAnswer<OutlookCard>("outlook");
	return (
		<Answered of={asked} t={t}>
			{({ period, url, forecast, rows, territories }) => (
				<Flex direction="column" gap="large">
					<Heading>{t("outlook", { period })}</Heading>
					{forecast && <NumberHead view={forecast} />}
					<Link href={{ url, external: true }}>{t("open")}</Link>
					{rows.length > 0 && (
						<Rows
							heads={[t("who"), t("number"), t("range")]}
							rows={rows.map((row) => [row.id, row.name, row.value, row.interval])}
						/>
					)}
					{forecast && <Reasons view={forecast} t={t} />}
					<Heading>{t("territories")}</Heading>
					{territories.length > 0 ? (
						<Rows
							heads={[t("territory"), t("who"), t("accounts")]}
							rows={territories.map((one) => [one.id, one.name, one.owner, String(one.accounts)])}
						/>
					) : (
						<Text>{t("noTerritories")}</Text>
					)}
				</Flex>
			)}
		</Answered>
	);
}

function Rows({ heads, rows }: { heads: string[]; rows: string[][] }) {
	return (
		<Table density="compact">
			<TableHead>
				<TableRow>
					{heads.map((head) => (
						<TableHeader key={head}>{head}</TableHeader>
					))}
				</TableRow>
			</TableHead>
			<TableBody>
				{rows.map(([id, ...cells]) => (
					<TableRow key={id}>
						{cells.map((cell, at) => (
							<TableCell key={heads[at]}>{cell}</TableCell>
						))}
					</TableRow>
				))}
			</TableBody>
		</Table>
	);
}

const Pages = createPageRouter(
	<PageRoutes>
		<PageRoutes.IndexRoute component={Outlook} id="outlook" />
		<PageRoutes.AnyRoute component={Outlook} id="any" />
	</PageRoutes>,
);

hubspot.extend<"pages">(() => <Pages />);
