import {
	Button,
	Menu,
	MenuDivider,
	MenuItem,
	MenuItemCheckbox,
	MenuList,
	MenuPopover,
	MenuTrigger,
} from "@fluentui/react-components";
import { ColumnTripleRegular } from "@fluentui/react-icons/svg/column-triple";
import type { ReactNode } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { DownloadMenu } from "./download-menu.tsx";
import type { TableView } from "./use-table-view.ts";
import { ViewsMenu } from "./views-menu.tsx";

/** Between filters and table: how many there are, which columns are shown, and the way to take them along. */
export function TableTools<Row>({ view, count }: { view: TableView<Row>; count: ReactNode }) {
	return (
		<div className="table-tools">
			<p role="status" className="cs-muted list-count">
				{count}
			</p>
			<div className="row">
				<ViewsMenu view={view} />
				<ColumnsMenu view={view} />
				<DownloadMenu view={view} />
			</div>
		</div>
	);
}

function ColumnsMenu<Row>({ view }: { view: TableView<Row> }) {
	const { t, words } = useSpeech();
	const { table, columns, set } = view;
	const first = table.columns[0]?.key ?? "";
	const usual = table.columns.filter((c) => !c.extra).map((c) => c.key);
	const choose = (keys: string[]) => {
		const chosen = table.columns.map((c) => c.key).filter((key) => key === first || keys.includes(key));
		set({ columns: chosen.join() === usual.join() ? null : chosen.join() });
	};
	return (
		<Menu
			checkedValues={{ columns: columns.map((c) => c.key) }}
			onCheckedValueChange={(_, { checkedItems }) => choose(checkedItems)}
		>
			<MenuTrigger disableButtonEnhancement>
				<Button size="small" appearance="subtle" icon={<ColumnTripleRegular />}>
					<span className="tool-word">{t("table.columns")}</span>
				</Button>
			</MenuTrigger>
			<MenuPopover>
				<MenuList>
					{table.columns.map((column) => (
						<MenuItemCheckbox
							key={column.key}
							name="columns"
							value={column.key}
							disabled={column.key === first}
							persistOnClick
						>
							{words(column.word)}
						</MenuItemCheckbox>
					))}
					<MenuDivider />
					<MenuItem onClick={() => set({ columns: null })}>{t("table.usualColumns")}</MenuItem>
				</MenuList>
			</MenuPopover>
		</Menu>
	);
}
