import { Button, Field, Input, Select, Switch } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CallCycleJson } from "../../../core/contract/forecast-calls.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { SettingsWays } from "../settings-sections.tsx";
import { useLoad } from "../use-load.ts";

/** When forecasts are due in the workspace, and when those are reminded whose is not in. */
export function ForecastCyclePage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad("cycle", () => session.client.callCycle());
	return (
		<Page title={t("cycle.title")}>
			<SettingsWays />
			<Loading of={loaded} lines={6}>
				{(cycle) => <CycleForm key={cycle.version} cycle={cycle} put={loaded.put} />}
			</Loading>
		</Page>
	);
}

function CycleForm({ cycle, put }: { cycle: CallCycleJson; put: (cycle: CallCycleJson) => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [given, setGiven] = useState(cycle);
	const [isSaved, setIsSaved] = useState(cycle.version > 0);
	const deed = useDeed();
	const set = (more: Partial<CallCycleJson>) => {
		setGiven({ ...given, ...more });
		setIsSaved(false);
	};
	// 1 January 2024 was a Monday.
	const dayName = (weekday: number) =>
		new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(Date.UTC(2024, 0, weekday));
	const submit = (event: FormEvent) => {
		event.preventDefault();
		deed.run(async () => put(await session.client.setCallCycle(given)));
	};
	return (
		<form className="form short-field" onSubmit={submit}>
			<p>{t("cycle.says")}</p>
			<Switch label={t("cycle.on")} checked={given.isOn} onChange={(_, d) => set({ isOn: d.checked })} />
			<Field label={t("cycle.grain")}>
				<Select
					value={given.grain}
					onChange={(_, d) =>
						set({ grain: (["month", "quarter", "year"] as const).find((g) => g === d.value) ?? "quarter" })
					}
				>
					{(["month", "quarter", "year"] as const).map((grain) => (
						<option key={grain} value={grain}>
							{t(`period.${grain}`)}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t("cycle.weekday")}>
				<Select value={String(given.weekday)} onChange={(_, d) => set({ weekday: Number(d.value) })}>
					{[1, 2, 3, 4, 5, 6, 7].map((day) => (
						<option key={day} value={day}>
							{dayName(day)}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t("cycle.time")} hint={t("cycle.zone", { zone: me.workspace.zone })}>
				<Input
					type="time"
					value={timeOf(given.dueMinute)}
					onChange={(_, d) => d.value && set({ dueMinute: minuteOf(d.value) })}
				/>
			</Field>
			<Field label={t("cycle.remind")}>
				<Select value={String(given.remindDaysBefore)} onChange={(_, d) => set({ remindDaysBefore: Number(d.value) })}>
					{[0, 1, 2, 3, 4, 5, 6].map((days) => (
						<option key={days} value={days}>
							{t("cycle.daysBefore", { days })}
						</option>
					))}
				</Select>
			</Field>
			<Button type="submit" appearance="primary" disabled={deed.busy}>
				{t("cycle.save")}
			</Button>
			{isSaved && <p role="status">{t("settings.saved")}</p>}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</form>
	);
}

/** Midnight at the day's end stands as 00:00. */
function timeOf(minute: number): string {
	const within = minute % 1440;
	return `${String(Math.floor(within / 60)).padStart(2, "0")}:${String(within % 60).padStart(2, "0")}`;
}

function minuteOf(time: string): number {
	const [hours = 0, minutes = 0] = time.split(":").map(Number);
	return hours * 60 + minutes || 1440;
}
