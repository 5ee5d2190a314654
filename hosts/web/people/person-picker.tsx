import { useCallback } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { type Named, NamePicker } from "../name-picker.tsx";
import { usePortal } from "../portal-context.tsx";

/** Chooses one of the workspace's people. */
export function PersonPicker(props: {
	label: string;
	chosen: Named | null;
	onChoose: (person: Named | null) => void;
	/** Left out of the list. */
	except?: string;
	/** Also those who have left. */
	andLeft?: boolean;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { label, chosen, onChoose, except, andLeft = false } = props;
	const find = useCallback(
		async (search: string) => {
			const page = await session.client.peoplePage({ search, state: andLeft ? "all" : "here", limit: 20 });
			return page.items.filter(({ id }) => id !== except);
		},
		[session, andLeft, except],
	);
	return (
		<NamePicker
			{...{ label, chosen, onChoose, find }}
			placeholder={t("people.find")}
			line={({ name, email, team }) => [name, email, team].filter(Boolean).join(" · ")}
		/>
	);
}
