import { useCallback } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { type Named, NamePicker } from "../name-picker.tsx";
import { usePortal } from "../portal-context.tsx";

/** Chooses one of the open deals in sight. */
export function DealPicker(props: { label: string; chosen: Named | null; onChoose: (deal: Named | null) => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const find = useCallback(
		async (search: string) =>
			(await session.client.deals({ status: "open", limit: 20, sort: "-amount", ...(search ? { search } : {}) })).items,
		[session],
	);
	return (
		<NamePicker
			{...props}
			placeholder={t("scenarios.findDeal")}
			find={find}
			line={({ name, owner }) => [name, owner?.name].filter(Boolean).join(" · ")}
		/>
	);
}
