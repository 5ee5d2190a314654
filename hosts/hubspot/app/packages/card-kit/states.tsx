import { Button, EmptyState, ErrorState, Flex, LoadingSpinner, Text } from "@hubspot/ui-extensions";
import type { ReactNode } from "react";
import type { Asked } from "./use-answer.ts";
import type { Say } from "./words.ts";

/** Draws an answer once it is here; until then, and where it is none, says which and what to do. */
export function Answered<T>({ of, t, children }: { of: Asked<T>; t: Say; children(data: T): ReactNode }) {
	const { answer, again } = of;
	if (!answer) return <LoadingSpinner label={t("load")} showLabel layout="centered" />;
	if (answer.state === "ok") return <>{children(answer.data)}</>;
	const [title, hint] =
		answer.state === "forbidden"
			? ([t("forbidden"), t("forbiddenHint")] as const)
			: answer.state === "off"
				? ([t("off"), t("offHint")] as const)
				: ([t("broken"), t("brokenHint")] as const);
	return (
		<ErrorState title={title} type={answer.state === "broken" ? "error" : "lock"}>
			<Flex direction="column" gap="small" align="center">
				<Text>{hint}</Text>
				<Button onClick={again} size="sm">
					{t("again")}
				</Button>
			</Flex>
		</ErrorState>
	);
}

/** There is nothing to show, and why. */
export function Nothing({ t }: { t: Say }) {
	return (
		<EmptyState title={t("none")} layout="vertical" flush>
			<Text>{t("noneHint")}</Text>
		</EmptyState>
	);
}
