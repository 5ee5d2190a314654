import type { WriteBack } from "@courtside/card-kit/settings-answers.ts";
import { Answered } from "@courtside/card-kit/states.tsx";
import { type Asked, useAnswer } from "@courtside/card-kit/use-answer.ts";
import type { Say } from "@courtside/card-kit/words.ts";
import { Flex, Form, Heading, Input, LoadingButton, Text, Toggle } from "@hubspot/ui-extensions";
import { useState } from "react";
import { useSave } from "./use-save.ts";

const PATH = "api/connections/hubspot/write-back";
const STATES = { off: "stateOff", preview: "statePreview", on: "stateOn", paused: "statePaused" } as const;

/** Whether scores are written into the portal, and into which property each goes. */
export function WriteBackPart({ t }: { t: Say }) {
	const asked = useAnswer<WriteBack>(PATH);
	return (
		<Answered of={asked} t={t}>
			{(stands) => <WriteBackForm key={stands.version} stands={stands} asked={asked} t={t} />}
		</Answered>
	);
}

function WriteBackForm({ stands, asked, t }: { stands: WriteBack; asked: Asked<WriteBack>; t: Say }) {
	const { state, version, fields, isConfirmed } = stands;
	const { isAtWork, save } = useSave(PATH, asked, t);
	const [names, setNames] = useState<Record<string, string>>({});
	const isOn = state === "on" || state === "preview";
	const changed = (entity: "lead" | "deal") =>
		Object.fromEntries(
			fields
				.filter((one) => one.entity === entity && names[`${entity}.${one.field}`] !== undefined)
				.map((one) => [one.field, names[`${entity}.${one.field}`]?.trim() || null]),
		);
	return (
		<Flex direction="column" gap="small">
			<Heading>{t("writeBack")}</Heading>
			<Toggle
				name="write-back"
				label={`${t("writeBack")}: ${t(STATES[state])}`}
				checked={isOn}
				readonly={isAtWork}
				onChange={(checked) => save({ state: checked ? "on" : "paused", version })}
			/>
			{!isConfirmed && <Text variant="microcopy">{t("previewFirst")}</Text>}
			<Heading>{t("mapping")}</Heading>
			<Form onSubmit={() => save({ fields: { lead: changed("lead"), deal: changed("deal") }, version })} preventDefault>
				<Flex direction="column" gap="small">
					{(["lead", "deal"] as const).map((entity) => (
						<Flex key={entity} direction="column" gap="extra-small">
							<Text format={{ fontWeight: "demibold" }}>{t(entity === "lead" ? "ofLead" : "ofDeal")}</Text>
							{fields
								.filter((one) => one.entity === entity && one.kind === "courtside")
								.map((one) => (
									<Input
										key={one.field}
										name={`${entity}.${one.field}`}
										label={t(`writeBack.field.${one.field}` as Parameters<Say>[0])}
										value={names[`${entity}.${one.field}`] ?? one.vendorField ?? ""}
										onChange={(value) => setNames((all) => ({ ...all, [`${entity}.${one.field}`]: value }))}
									/>
								))}
						</Flex>
					))}
					<LoadingButton type="submit" variant="primary" loading={isAtWork} disabled={Object.keys(names).length === 0}>
						{t("save")}
					</LoadingButton>
				</Flex>
			</Form>
		</Flex>
	);
}
