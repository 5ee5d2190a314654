import type { Grades } from "@courtside/card-kit/settings-answers.ts";
import { Answered } from "@courtside/card-kit/states.tsx";
import { type Asked, useAnswer } from "@courtside/card-kit/use-answer.ts";
import type { Say } from "@courtside/card-kit/words.ts";
import { Flex, Form, Heading, LoadingButton, NumberInput, Text } from "@hubspot/ui-extensions";
import { useState } from "react";
import { useSave } from "./use-save.ts";

const PATH = "api/leads/qualification";

/** From which chance a lead is hot, and from which warm. */
export function Thresholds({ t }: { t: Say }) {
	const asked = useAnswer<Grades>(PATH);
	return (
		<Answered of={asked} t={t}>
			{(grades) => <ThresholdForm key={grades.settings.version} grades={grades} asked={asked} t={t} />}
		</Answered>
	);
}

function ThresholdForm({ grades, asked, t }: { grades: Grades; asked: Asked<Grades>; t: Say }) {
	const { settings, bounds, text } = grades;
	const { isAtWork, save } = useSave(PATH, asked, t);
	const percent = (share: number | null | undefined) => (share == null ? undefined : Math.round(share * 1000) / 10);
	const [hot, setHot] = useState(percent(settings.hotFrom ?? bounds?.hot));
	const [warm, setWarm] = useState(percent(settings.warmFrom ?? bounds?.warm));
	const isRight = hot !== undefined && warm !== undefined && warm > 0 && hot < 100 && hot > warm;
	return (
		<Flex direction="column" gap="small">
			<Heading>{t("thresholds")}</Heading>
			<Text variant="microcopy">{text}</Text>
			<Form
				preventDefault
				onSubmit={() => {
					if (isRight) save({ ...settings, by: "chance", hotFrom: hot / 100, warmFrom: warm / 100 });
				}}
			>
				<Flex direction="row" gap="small" align="end" wrap>
					<NumberInput name="hot" label={t("hotFrom")} min={0} max={100} precision={1} value={hot} onChange={setHot} />
					<NumberInput
						name="warm"
						label={t("warmFrom")}
						min={0}
						max={100}
						precision={1}
						value={warm}
						onChange={setWarm}
						error={!isRight}
						validationMessage={isRight ? "" : t("order")}
					/>
					<LoadingButton type="submit" variant="primary" loading={isAtWork} disabled={!isRight}>
						{t("save")}
					</LoadingButton>
				</Flex>
			</Form>
		</Flex>
	);
}
