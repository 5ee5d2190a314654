import type { SearchKind } from "../../../core/contract/search.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { Destination } from "./hit-address.ts";

/** Things of one kind, or what was opened lately. */
export interface Group {
	kind: SearchKind | "recent";
	items: Destination[];
}

/** What was found, in groups, under the field. The mouse may not take the cursor out of the field. */
export function SearchList(props: {
	id: string;
	groups: Group[];
	/** Which of all items, counted through the groups. */
	picked: number;
	onPick: (index: number) => void;
	onOpen: (item: Destination) => void;
	note: "none" | "failed" | "looking" | null;
	/** What "all results" are for; none without it. */
	all: string;
	onAll: () => void;
	isSimilar: boolean;
}) {
	const { t } = useSpeech();
	const { id, groups, picked, note, all } = props;
	const starts = groups.map((_, i) => groups.slice(0, i).reduce((sum, group) => sum + group.items.length, 0));
	const isShown = groups.length > 0 || note !== null;
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: only keeps the cursor where it is
		<div className="finder-list" hidden={!isShown} onMouseDown={(event) => event.preventDefault()}>
			<p role="status" className={note === null && !props.isSimilar ? "cs-unseen" : "finder-note cs-muted"}>
				{note ? t(`search.${note}`) : props.isSimilar ? t("search.similar") : ""}
			</p>
			<div id={id} role="listbox" aria-label={t("search.found")}>
				{groups.map((group, g) => (
					// biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox is this role and no fieldset
					<div key={group.kind} role="group" aria-label={t(`search.kind.${group.kind}`)}>
						<p className="finder-kind" aria-hidden="true">
							{t(`search.kind.${group.kind}`)}
						</p>
						{group.items.map((item, i) => {
							const index = (starts[g] ?? 0) + i;
							return (
								// biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field has the keys and the focus
								<div
									key={item.id}
									id={`${id}-${index}`}
									role="option"
									aria-selected={index === picked}
									className="finder-hit"
									onMouseEnter={() => props.onPick(index)}
									onClick={() => props.onOpen(item)}
								>
									<bdi>{item.name}</bdi>
									{item.detail && <span className="cs-sub">{item.detail}</span>}
								</div>
							);
						})}
					</div>
				))}
			</div>
			{all && groups.length > 0 && (
				<button type="button" tabIndex={-1} className="finder-all" onClick={props.onAll}>
					{t("search.all", { text: all })}
				</button>
			)}
		</div>
	);
}
