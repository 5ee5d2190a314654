import { Button } from "@fluentui/react-components";
import { type ReactNode, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { ForecastJson, ForecastNodeJson } from "../../../core/contract/forecasts.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, usePlace, withQuery } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import { ForecastWays } from "./forecast-ways.tsx";
import { PeriodChoice, periodAskOf } from "./period-choice.tsx";
import "./forecast.css";

/** What a part of the forecast draws: the forecast of the period that the address names, and the node one looks at. */
export interface ForecastShown {
	forecast: ForecastJson;
	node: ForecastNodeJson;
}

/** A page about a period of the forecast: its ways, its period, where one is, and the forecast once it is there. */
export function ForecastFrame(props: {
	title: string;
	heading?: (shown: ForecastShown) => ReactNode;
	actions?: (shown: ForecastShown) => ReactNode;
	/** Has something to show where there is no number yet. */
	worksWithNothing?: boolean;
	children: (shown: ForecastShown) => ReactNode;
}) {
	const { session } = usePortal();
	const place = usePlace();
	const asked = periodAskOf(place);
	const loaded = useLoad(
		JSON.stringify(asked),
		() => session.client.forecast(asked),
		(e) => e.type === "forecast.computed" || e.type === "forecast.called",
	);
	const node = loaded.data && chosenNode(loaded.data, place.query.get("node"));
	const shown = loaded.data && node ? { forecast: loaded.data, node } : null;
	return (
		<Page
			title={props.title}
			heading={shown && props.heading ? props.heading(shown) : props.title}
			above={shown && <Trail {...shown} />}
			actions={shown && !isNothing(shown.node) && props.actions?.(shown)}
		>
			<ForecastWays />
			<PeriodChoice period={loaded.data?.period ?? null} />
			{loaded.fault?.code === "not_found" && !loaded.data ? (
				<NoForecast asked={asked} done={loaded.reload} />
			) : (
				<Loading of={loaded} lines={10}>
					{() => shown && (isNothing(shown.node) && !props.worksWithNothing ? <NothingYet /> : props.children(shown))}
				</Loading>
			)}
		</Page>
	);
}

function chosenNode(forecast: ForecastJson, wanted: string | null): ForecastNodeJson | undefined {
	return forecast.nodes.find((n) => n.nodeId === wanted) ?? forecast.nodes[0];
}

function Trail({ forecast, node }: { forecast: ForecastJson; node: ForecastNodeJson }) {
	const { t } = useSpeech();
	const place = usePlace();
	const up: ForecastNodeJson[] = [];
	for (let n: ForecastNodeJson | undefined = node; n; ) {
		up.unshift(n);
		const parentId: string | null = n.parentId;
		n = forecast.nodes.find((other) => other.nodeId === parentId);
	}
	return (
		<nav aria-label={t("forecast.trail")} className="trail">
			<ol>
				{up.map((n) => (
					<li key={n.nodeId}>
						{n === node ? (
							<span aria-current="page">{n.name}</span>
						) : (
							<Link to={withQuery(place, { node: n.parentId ? n.nodeId : null })}>{n.name}</Link>
						)}
					</li>
				))}
			</ol>
		</nav>
	);
}

/** Neither a number nor anything that a page could say beside one. */
function isNothing({ view, quota, unpriced, adjusted }: ForecastNodeJson): boolean {
	return view.value === null && quota === null && unpriced === 0 && adjusted === null;
}

function NothingYet() {
	const { t } = useSpeech();
	const mayImport = useMe().permissions.includes("imports:write");
	return (
		<StateNotice
			state="empty"
			title={t("forecast.nothingYet")}
			action={mayImport && <Link to="/import">{t("home.emptyAction")}</Link>}
		>
			<p>{t("forecast.nothingYetSays")}</p>
		</StateNotice>
	);
}

function NoForecast(props: { asked: ReturnType<typeof periodAskOf>; done: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const compute = () => {
		setBusy(true);
		session.client
			.createForecast(props.asked, crypto.randomUUID())
			.then(props.done, (f: CourtsideError) => setFault(f))
			.finally(() => setBusy(false));
	};
	return (
		<>
			<StateNotice
				state="empty"
				title={t("forecast.none")}
				action={
					me.permissions.includes("forecasts:write") && (
						<Button appearance="primary" onClick={compute} disabled={busy}>
							{busy ? t("forecast.computing") : t("forecast.compute")}
						</Button>
					)
				}
			>
				<p>{t("forecast.noneSays")}</p>
			</StateNotice>
			{fault && <FaultNotice fault={fault} />}
		</>
	);
}
