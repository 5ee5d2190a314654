import { Combobox, Field, Option } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { usePortal } from "../portal-context.tsx";

/** So long a pause in typing, and the server is asked. */
const PAUSE_MS = 200;

/** Chooses one of the open deals in sight, however many there are: typing asks the server. */
export function DealPicker(props: {
	label: string;
	chosen: { id: string; name: string } | null;
	onChoose: (deal: { id: string; name: string } | null) => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { label, chosen, onChoose } = props;
	const [text, setText] = useState(chosen?.name ?? "");
	const [found, setFound] = useState<{ id: string; name: string; owner: string | null }[]>([]);
	useEffect(() => {
		let stale = false;
		const search = text.trim();
		if (chosen && search === chosen.name) return;
		const timer = setTimeout(() => {
			session.client
				.deals({ status: "open", limit: 20, sort: "-amount", ...(search ? { search } : {}) })
				.then((page) => {
					if (!stale) setFound(page.items.map(({ id, name, owner }) => ({ id, name, owner: owner?.name ?? null })));
				})
				.catch(() => undefined);
		}, PAUSE_MS);
		return () => {
			stale = true;
			clearTimeout(timer);
		};
	}, [text, chosen, session]);
	return (
		<Field label={label}>
			<Combobox
				freeform
				placeholder={t("scenarios.findDeal")}
				value={text}
				selectedOptions={chosen ? [chosen.id] : []}
				onChange={(event) => {
					setText(event.target.value);
					onChoose(null);
				}}
				onOptionSelect={(_, d) => {
					const deal = found.find((one) => one.id === d.optionValue);
					if (!deal) return;
					setText(deal.name);
					onChoose({ id: deal.id, name: deal.name });
				}}
			>
				{found.map((one) => (
					<Option key={one.id} value={one.id} text={one.name}>
						{[one.name, one.owner].filter(Boolean).join(" · ")}
					</Option>
				))}
			</Combobox>
		</Field>
	);
}
