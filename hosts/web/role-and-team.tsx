import { Field, Select } from "@fluentui/react-components";
import type { RoleJson } from "../../core/contract/roles.ts";
import type { TeamNodeJson } from "../../core/contract/teams.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { orderedTree } from "./team-tree.ts";

/** Choosing a role, built in or made. */
export function RoleChoice(props: {
	roles: RoleJson[];
	value: string;
	choose: (roleId: string) => void;
	label: string;
	disabled?: boolean;
}) {
	const { t } = useSpeech();
	const { roles, value, choose, label, disabled = false } = props;
	return (
		<Field label={label}>
			<Select value={value} disabled={disabled} onChange={(_, d) => choose(d.value)}>
				{roles.map((role) => (
					<option key={role.id} value={role.id}>
						{role.builtIn ? t(`role.${role.base}`) : role.name}
					</option>
				))}
			</Select>
		</Field>
	);
}

/** Choosing a team out of the tree, as `teamId` of the form around. */
export function TeamChoice({ teams, chosen }: { teams: TeamNodeJson[]; chosen: string | null }) {
	const { t } = useSpeech();
	return (
		<Field label={t("members.team")}>
			<Select name="teamId" defaultValue={chosen ?? ""}>
				<option value="">{t("members.noTeam")}</option>
				{orderedTree(teams).map(({ team, depth }) => (
					<option key={team.id} value={team.id}>
						{`${"– ".repeat(depth)}${team.name}`}
					</option>
				))}
			</Select>
		</Field>
	);
}
