import { parseArgs } from "node:util";
import { CAST } from "../../core/demo/cast.ts";
import { startSlack } from "./server.ts";
import { addChannel, addUser, createWorkspace } from "./workspace.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "4700" },
		courtside: { type: "string", default: "http://127.0.0.1:4100" },
		workspace: { type: "string", default: "fjordlight" },
	},
});

const slack = createWorkspace();
for (const [key, one] of Object.entries(CAST))
	addUser(slack, { id: `U0${key.toUpperCase()}`, name: one.name, email: one.email, isAdmin: key === "david" });
addChannel(slack, { id: "C0SALES", name: "sales" });
addChannel(slack, { id: "C0SHARED", name: "shared-with-a-customer", isShared: true });
slack.app.requestUrl = `${values.courtside}/hooks/slack/${values.workspace}`;
slack.app.redirectUrls = [values.courtside];
const running = await startSlack(slack, Number(values.port));
process.stdout.write(`A Slack workspace is at ${running.base}; Ctrl+C stops it. In Courtside, Settings, Slack, paste:

  Client ID              ${slack.app.clientId}
  Client secret          ${slack.app.clientSecret}
  Signing secret         ${slack.app.signingSecret}
  Address of a stand-in  ${running.base}
  App-level token        ${slack.app.appToken}   (only to try Socket Mode)

then press "Add to Slack". Its page draws messages, home and modals; it sends to ${slack.app.requestUrl}
`);
process.on("SIGINT", () => void running.stop().then(() => process.exit(0)));
