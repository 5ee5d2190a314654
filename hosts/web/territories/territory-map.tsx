import { Button } from "@fluentui/react-components";
import { type CSSProperties, type KeyboardEvent, useId, useMemo, useState } from "react";
import type { PlanMapJson } from "../../../core/contract/territory-units.ts";
import { useSpeech } from "../../kit/kit-words.tsx";

type MapUnit = PlanMapJson["units"][number];

/** The colour of a territory: hues a golden angle apart, so that neighbours by number differ most. */
export function hueOf(district: number): CSSProperties {
	return { "--hue": String((district * 137.5) % 360) } as CSSProperties;
}

/**
 * A plan on a map: its units in the colour and with the number of their territory, today's or the plan's. Arrow keys go
 * to the nearest unit in that direction, Enter or a click chooses it; the table below says the same.
 */
export function TerritoryMap(props: {
	map: PlanMapJson;
	names: string[];
	chosen: ReadonlySet<number>;
	onChoose: (unit: number) => void;
	/** Only this territory stands out. */
	shown: number | null;
}) {
	const { t, locale } = useSpeech();
	const { map, names, chosen, onChoose, shown } = props;
	const [isBefore, setBefore] = useState(false);
	const [at, setAt] = useState(0);
	const base = useId();
	const hasToday = map.units.some((u) => u.today !== -1);
	const districtOf = (u: MapUnit): number => (isBefore ? u.today : u.district);
	const labels = useMemo(() => labelsOf(map.units, isBefore), [map, isBefore]);
	const move = (event: KeyboardEvent) => {
		const here = map.units[at];
		const way = WAYS[event.key];
		if (event.key === "Enter" || event.key === " ") {
			if (here) onChoose(here.unit);
		} else if (way && here) setAt(nearest(map.units, at, way));
		else return;
		event.preventDefault();
	};
	const sayUnit = (u: MapUnit): string =>
		t("terr.map.unit", {
			name: u.name,
			to: names[u.district] ?? "–",
			from: names[u.today] ?? "–",
			moves: u.today !== -1 && u.today !== u.district ? "yes" : "no",
		});
	const radius = Math.max(3.2, Math.min(8, 160 / Math.sqrt(map.units.length)));
	const current = map.units[at];
	return (
		<figure className="terr-map">
			<div className="row terr-map-tools">
				{hasToday && (
					<fieldset className="terr-toggle">
						<legend className="cs-unseen">{t("terr.map.when")}</legend>
						<Button size="small" aria-pressed={isBefore} onClick={() => setBefore(true)}>
							{t("terr.map.before")}
						</Button>
						<Button size="small" aria-pressed={!isBefore} onClick={() => setBefore(false)}>
							{t("terr.map.after")}
						</Button>
					</fieldset>
				)}
				<span className="cs-muted">{t("terr.map.keys")}</span>
			</div>
			<div className="terr-map-frame">
				<svg viewBox={`0 0 ${map.width} ${map.height}`} aria-hidden="true" className="terr-land">
					{map.outlines.map((path) => (
						<path key={path.slice(0, 60)} d={path} />
					))}
				</svg>
				<div
					role="listbox"
					aria-multiselectable="true"
					aria-label={t("terr.map.label", { units: map.units.length, territories: names.length })}
					aria-activedescendant={current ? `${base}-${current.unit}` : undefined}
					tabIndex={0}
					onKeyDown={move}
				>
					<svg viewBox={`0 0 ${map.width} ${map.height}`} role="none">
						{map.units.map((u, k) => {
							const d = districtOf(u);
							const look = [
								"terr-unit",
								d === -1 ? "terr-nobody" : "",
								u.today !== -1 && u.today !== u.district ? "terr-moved" : "",
								u.isLocked ? "terr-locked" : "",
								shown !== null && d !== shown ? "terr-dim" : "",
								k === at ? "terr-at" : "",
							];
							const mark = {
								id: `${base}-${u.unit}`,
								role: "option",
								"aria-selected": chosen.has(u.unit),
								"aria-label": sayUnit(u),
								className: look.filter(Boolean).join(" "),
								style: hueOf(Math.max(0, d)),
								onClick: () => {
									setAt(k);
									onChoose(u.unit);
								},
							};
							return u.path ? (
								<path key={u.unit} d={u.path} {...mark} />
							) : (
								<circle key={u.unit} cx={u.x} cy={u.y} r={radius} {...mark} />
							);
						})}
					</svg>
				</div>
				<svg viewBox={`0 0 ${map.width} ${map.height}`} aria-hidden="true" className="terr-labels">
					{labels.map(({ district, x, y }) => (
						<text key={district} x={x} y={y} style={hueOf(district)}>
							{new Intl.NumberFormat(locale).format(district + 1)}
						</text>
					))}
				</svg>
			</div>
			<figcaption className="cs-muted">
				<span aria-live="polite">{current ? sayUnit(current) : ""}</span>
				{map.placeless > 0 && <span> {t("terr.map.placeless", { count: map.placeless })}</span>}
			</figcaption>
		</figure>
	);
}

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
	ArrowLeft: [-1, 0],
	ArrowRight: [1, 0],
	ArrowUp: [0, -1],
	ArrowDown: [0, 1],
};

/** The nearest unit within a right angle around a direction; the same where there is none. */
function nearest(units: readonly MapUnit[], at: number, [dx, dy]: readonly [number, number]): number {
	const here = units[at] as MapUnit;
	let best = at;
	let least = Number.POSITIVE_INFINITY;
	units.forEach((u, k) => {
		const along = (u.x - here.x) * dx + (u.y - here.y) * dy;
		const across = Math.abs((u.x - here.x) * dy) + Math.abs((u.y - here.y) * dx);
		if (k === at || along <= 0 || across > along) return;
		const far = along + 2 * across;
		if (far < least) [best, least] = [k, far];
	});
	return best;
}

/** Where each territory's number stands: on the unit nearest to its middle. */
function labelsOf(units: readonly MapUnit[], isBefore: boolean): { district: number; x: number; y: number }[] {
	const groups = Map.groupBy(units, (u) => (isBefore ? u.today : u.district));
	groups.delete(-1);
	return [...groups].map(([district, own]) => {
		const x = own.reduce((sum, u) => sum + u.x, 0) / own.length;
		const y = own.reduce((sum, u) => sum + u.y, 0) / own.length;
		const far = (u: MapUnit): number => (u.x - x) ** 2 + (u.y - y) ** 2;
		const middle = own.reduce((best, u) => (far(u) < far(best) ? u : best));
		return { district, x: middle.x, y: middle.y };
	});
}
