import type { ConnectionDetailJson } from "../../../core/contract/connections.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StepList } from "../step-list.tsx";
import { salesforceSteps } from "./salesforce-steps.ts";

/** What connecting an organisation takes, step by step, each with what it still lacks; gone once all is done. */
export function SalesforceSetup({ connection }: { connection: ConnectionDetailJson }) {
	const { t } = useSpeech();
	const steps = salesforceSteps(connection);
	const labelOf = (name: string) => connection.settings.find((one) => one.name === name)?.label ?? name;
	if (steps.every(({ isDone }) => isDone)) return null;
	return (
		<StepList
			id="salesforce-setup"
			steps={steps.map(({ id, isDone, lacks }) => ({
				...{ id, isDone, title: t(`host.salesforce.step.${id}`) },
				how: lacks.length > 0 && <p>{t("chat.step.lacks", { names: lacks.map(labelOf).join(", ") })}</p>,
			}))}
		/>
	);
}
