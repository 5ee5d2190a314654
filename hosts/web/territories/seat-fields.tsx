import { Button, Checkbox, Field, Input } from "@fluentui/react-components";
import type { PlanChoicesJson } from "../../../core/contract/territory-plans.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StartField } from "./start-field.tsx";
import { listOf, readStart } from "./start-place.ts";

type Person = PlanChoicesJson["people"][number];

/** What was typed for one person; null where what is known stays. */
export interface Seat {
	start: string;
	skills: string | null;
	languages: string | null;
}

/** Who of a team gets a territory, and where each starts from and what they can, where that is other than known. */
export interface Seats {
	left: ReadonlySet<string>;
	typed: Readonly<Record<string, Seat>>;
}

/** Everybody, as known. */
export const EVERYBODY: Seats = { left: new Set(), typed: {} };
const KNOWN: Seat = { start: "", skills: null, languages: null };

/** The part of a request that says who; null while a start is no known place, or nobody is chosen. */
export function seatsAsked(
	{ left, typed }: Seats,
	people: readonly Person[],
	places: PlanChoicesJson["places"],
): { people?: string[]; seats?: { personId: string }[] } | null {
	const chosen = people.filter(({ id }) => !left.has(id));
	if (chosen.length === 0) return null;
	const seats = [];
	for (const { id } of chosen) {
		const seat = typed[id];
		if (!seat) continue;
		const start = readStart(seat.start, places);
		if (start === "unknown") return null;
		seats.push({
			personId: id,
			...(start && { start }),
			...(seat.skills !== null && { skills: listOf(seat.skills) }),
			...(seat.languages !== null && { languages: listOf(seat.languages) }),
		});
	}
	return {
		...(chosen.length < people.length && { people: chosen.map(({ id }) => id) }),
		...(seats.length > 0 && { seats }),
	};
}

/** Ticks people, and opens for each what they begin from. */
export function SeatFields(props: {
	people: readonly Person[];
	places: PlanChoicesJson["places"];
	seats: Seats;
	set: (seats: Seats) => void;
}) {
	const { t, locale } = useSpeech();
	const { people, places, seats, set } = props;
	const chosen = people.filter(({ id }) => !seats.left.has(id));
	const of = (count: number) => formatNumber(count, locale);
	const tick = (id: string, isOn: boolean) => {
		const left = new Set(seats.left);
		if (isOn) left.delete(id);
		else left.add(id);
		set({ ...seats, left });
	};
	const type = (id: string, change: Partial<Seat>) =>
		set({ ...seats, typed: { ...seats.typed, [id]: { ...KNOWN, ...seats.typed[id], ...change } } });
	return (
		<details>
			<summary>{t("terr.seat.title", { chosen: of(chosen.length), people: of(people.length) })}</summary>
			<fieldset className="terr-seats">
				<legend className="cs-unseen">{t("terr.seat.legend")}</legend>
				<div className="row">
					<Button size="small" onClick={() => set({ ...seats, left: new Set() })}>
						{t("terr.seat.all")}
					</Button>
					<Button size="small" onClick={() => set({ ...seats, left: new Set(people.map(({ id }) => id)) })}>
						{t("terr.seat.none")}
					</Button>
				</div>
				<ul>
					{people.map((person) => {
						const isOn = !seats.left.has(person.id);
						const seat = seats.typed[person.id] ?? KNOWN;
						return (
							<li key={person.id}>
								<Checkbox
									checked={isOn}
									onChange={(_, { checked }) => tick(person.id, checked === true)}
									label={t("terr.seat.person", {
										name: person.name,
										count: person.accounts,
										accounts: of(person.accounts),
									})}
								/>
								{isOn && (
									<details className="terr-seat">
										<summary>
											{t("terr.seat.more")}
											<span className="cs-unseen"> {person.name}</span>
										</summary>
										<StartField
											label={t("terr.start.label")}
											hint={t("terr.start.says")}
											value={seat.start}
											places={places}
											set={(start) => type(person.id, { start })}
										/>
										<Field label={t("terr.edit.skills")}>
											<Input
												value={seat.skills ?? person.skills.join(", ")}
												onChange={(_, { value }) => type(person.id, { skills: value })}
											/>
										</Field>
										<Field label={t("terr.edit.languages")}>
											<Input
												value={seat.languages ?? person.languages.join(", ")}
												onChange={(_, { value }) => type(person.id, { languages: value })}
											/>
										</Field>
									</details>
								)}
							</li>
						);
					})}
				</ul>
			</fieldset>
		</details>
	);
}
