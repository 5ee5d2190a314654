import { useHost } from "@courtside/card-kit/hooks.ts";
import type { Connection } from "@courtside/card-kit/settings-answers.ts";
import { Answered } from "@courtside/card-kit/states.tsx";
import { useAnswer } from "@courtside/card-kit/use-answer.ts";
import { wordsOf } from "@courtside/card-kit/words.ts";
import { DescriptionList, DescriptionListItem, Flex, Heading, hubspot, Text } from "@hubspot/ui-extensions";
import { Thresholds } from "./thresholds.tsx";
import { WriteBackPart } from "./write-back-part.tsx";

/** The app's settings in HubSpot: how the connection stands, what is written back and where to, when a lead is hot. */
export function Settings() {
	const t = wordsOf(useHost().language);
	const asked = useAnswer<Connection>("api/connections/hubspot");
	return (
		<Answered of={asked} t={t}>
			{({ state, lastRun, failedRecords, account }) => (
				<Flex direction="column" gap="large">
					<Heading>{t("connection")}</Heading>
					<DescriptionList direction="row">
						<DescriptionListItem label={t("state")}>
							<Text>{t(state === "on" ? "stateOn" : state === "paused" ? "statePaused" : "stateOff")}</Text>
						</DescriptionListItem>
						<DescriptionListItem label="HubSpot">
							<Text>{account ?? "–"}</Text>
						</DescriptionListItem>
						<DescriptionListItem label={t("fetched")}>
							<Text>{lastRun?.finishedAt ? lastRun.finishedAt.slice(0, 16).replace("T", " ") : t("never")}</Text>
						</DescriptionListItem>
						<DescriptionListItem label={t("failed")}>
							<Text>{String(failedRecords)}</Text>
						</DescriptionListItem>
					</DescriptionList>
					<WriteBackPart t={t} />
					<Thresholds t={t} />
				</Flex>
			)}
		</Answered>
	);
}

hubspot.extend<"settings">(() => <Settings />);
