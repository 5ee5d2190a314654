import type { StakeholderJson } from "../../../core/contract/room.ts";
import { useSpeech } from "../../kit/kit-words.tsx";

const STANCES = ["against", "neutral", "for", "unknown"] as const;
const INFLUENCES = [3, 2, 1] as const;

/**
 * Who is where: how much somebody can do, and which way they pull. Its table twin stands below it; here a press opens
 * the person.
 */
export function PeopleMap({ people, open }: { people: StakeholderJson[]; open: (person: StakeholderJson) => void }) {
	const { t } = useSpeech();
	const stances = STANCES.filter((s) => s !== "unknown" || people.some((p) => p.stance === "unknown"));
	return (
		<table className={`people-map people-map-${stances.length}`}>
			<caption className="cs-unseen">{t("stakeholder.map")}</caption>
			<thead>
				<tr>
					<td />
					{stances.map((stance) => (
						<th key={stance} scope="col">
							{t(`stakeholder.stance.${stance}`)}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{INFLUENCES.map((influence) => (
					<tr key={influence}>
						<th scope="row">{t(`stakeholder.influence.${influence}`)}</th>
						{stances.map((stance) => (
							<td key={stance}>
								{people
									.filter((p) => p.influence === influence && p.stance === stance)
									.map((person) => (
										<button
											key={person.contact.id}
											type="button"
											className={`people-chip${person.isSilent ? " people-chip-silent" : ""}`}
											onClick={() => open(person)}
										>
											<bdi>{person.contact.name}</bdi>
											{person.roles.length > 0 && (
												<span className="cs-sub">{person.roles.map((r) => t(`stakeholder.role.${r}`)).join(", ")}</span>
											)}
											{person.isSilent && <span className="cs-sub cs-amber">{t("stakeholder.silent")}</span>}
										</button>
									))}
							</td>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}
