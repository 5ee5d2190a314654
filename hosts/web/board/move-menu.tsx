import { Menu, MenuGroup, MenuGroupHeader, MenuItem, MenuList, MenuPopover } from "@fluentui/react-components";
import type { DealJson } from "../../../core/contract/deals.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { Stage } from "./use-board.ts";

/** The stages a card can be moved to, at the button of the card that was pressed. */
export function MoveMenu(props: {
	deal: DealJson;
	button: HTMLElement;
	stages: Stage[];
	choose: (to: Stage) => void;
	close: () => void;
}) {
	const { t } = useSpeech();
	const { deal, button } = props;
	return (
		<Menu
			open
			onOpenChange={(_, d) => {
				if (d.open) return;
				props.close();
				if (d.type !== "clickOutside" && d.type !== "menuItemClick") button.focus();
			}}
			positioning={{ target: button, position: "below", align: "end" }}
		>
			<MenuPopover>
				<MenuList>
					<MenuGroup>
						<MenuGroupHeader>{t("board.moveTo")}</MenuGroupHeader>
						{props.stages
							.filter((stage) => stage.id !== deal.stage.id)
							.map((stage) => (
								<MenuItem key={stage.id} onClick={() => props.choose(stage)}>
									{stage.name}
								</MenuItem>
							))}
					</MenuGroup>
				</MenuList>
			</MenuPopover>
		</Menu>
	);
}
