import type { z } from "zod";
import type { forgotPasswordRequest, resetPasswordRequest } from "./accounts.ts";
import type { AccuracyJson, accuracyQuery, PastForecastJson, ReplayJson } from "./accuracy.ts";
import type { ApiKeyJson, createApiKeyRequest, NewApiKeyJson } from "./api-keys.ts";
import type { AuditEntryJson, AuditStateJson, auditQuery } from "./audit.ts";
import type { BoardJson, boardQuery } from "./board.ts";
import type {
	ChatPreviewJson,
	ChatSettingsJson,
	ChatTroubleJson,
	chatInstall,
	chatPreviewRequest,
	putChatRolloutRequest,
	settleChatRequest,
} from "./chat-settings.ts";
import type {
	CoachingPlanJson,
	CoachingSettingsJson,
	coachingSettingsJson,
	createCoachingPlanRequest,
	createTrackerRequest,
	judgeHitRequest,
	MyCoachingJson,
	preferencesRequest,
	shareExampleRequest,
	TeamAnalyticsJson,
	TrackerJson,
	TrackerTrialJson,
	UserAnalyticsJson,
	updateCoachingPlanRequest,
	updateTrackerRequest,
} from "./coaching.ts";
import type { CustomFieldsJson, mapFieldRequest } from "./connection-fields.ts";
import type {
	ConnectionDetailJson,
	ConnectionJson,
	ConnectionReportJson,
	CopyRemovalJson,
	connectionLacks,
	connectionPulse,
	connectionTest,
	consentBegun,
	disconnected,
	FailedRecordJson,
	failedRecordQuery,
	removedFields,
	SyncRunJson,
	startSyncRequest,
	updateConnectionRequest,
} from "./connections.ts";
import type {
	CompetitorJson,
	ContentJson,
	ContentPageJson,
	createCompetitorRequest,
	createContentRequest,
	updateCompetitorRequest,
	updateContentRequest,
} from "./content.ts";
import { CourtsideError, ERROR_STATUS, type ErrorCode } from "./courtside-error.ts";
import type { AccountJson, AccountPageJson, accountQuery, ContactPageJson } from "./customers.ts";
import type { DealDriversPageJson } from "./deal-drivers.ts";
import type { DealModelPageJson, decideColumnRequest } from "./deal-model.ts";
import type { DealOutlookJson, DealProbabilityJson, DealScoreJson, setOverrideRequest } from "./deal-outlook.ts";
import type { createDealRequest, DealJson, DealPage, dealQuery, updateDealRequest } from "./deals.ts";
import type { DemoDoorsJson, nudgeRequest } from "./demo.ts";
import type { flowQuery, PipelineFlowJson } from "./flow.ts";
import type {
	CallScoresJson,
	changesQuery,
	coverageQuery,
	ForecastChangesJson,
	ForecastCoverageJson,
	SecondOpinionJson,
	WithoutDealJson,
	withoutQuery,
} from "./forecast-answers.ts";
import type {
	CallCycleJson,
	CallDeskJson,
	CallGapJson,
	categoryRequest,
	DealCategoryJson,
	deskQuery,
	ForecastCallJson,
	ForecastDealsJson,
	ForecastOverrideJson,
	gapQuery,
	overrideRequest,
	submitCallRequest,
} from "./forecast-calls.ts";
import type { ForecastJson, forecastQuery, HomeJson, PipelineHealthJson } from "./forecasts.ts";
import type { FoundActionJson } from "./found-actions.ts";
import type { GalleryJson, galleryQuery } from "./gallery.ts";
import type { VendorField, WriteBackEntity } from "./host.ts";
import type {
	decideRequest,
	handOverRequest,
	IdentityCountsJson,
	IdentityJson,
	identityQuery,
	ListedPersonJson,
	leaveRequest,
	mergeRequest,
	PeopleChangeJson,
	PersonPageJson,
	peopleQuery,
	peopleUndone,
	renameRequest,
} from "./identities.ts";
import type { ImportJson, importPlanRequest, JobJson } from "./imports.ts";
import type {
	InvitationInfo,
	InvitationJson,
	InvitationLinkJson,
	InvitedJson,
	inviteRequest,
	readInvitationRequest,
	registerRequest,
} from "./invitations.ts";
import type {
	acceptOwnerRequest,
	LeadAdviceJson,
	LeadRecommendationJson,
	NurtureTriggeredJson,
	triggerNurtureRequest,
} from "./lead-advice.ts";
import type { leadEventsRequest, leadEventsTaken, putTrackingRequest, TrackingJson } from "./lead-events.ts";
import type {
	GradeReportJson,
	GradeTrialJson,
	putGradeSettingsRequest,
	qualifyRequest,
	tryGradesRequest,
} from "./lead-grades.ts";
import type {
	AssignmentPageJson,
	assignmentQuery,
	decideAssignmentRequest,
	LeadAssignmentJson,
	OptimizedJson,
	optimizeRequest,
	putRoutingPersonRequest,
	putRoutingRequest,
	RoutingJson,
	RoutingTrialJson,
	reassignRequest,
	tryRoutingRequest,
} from "./lead-routing.ts";
import type {
	LeadModelTrialJson,
	LeadScoreJson,
	LeadScoringJson,
	putLeadScoringRequest,
	tryLeadModelRequest,
} from "./lead-score.ts";
import type {
	importSourceCostsRequest,
	putSourceCostsRequest,
	SourceCostsJson,
	SourceReportJson,
	sourceQuery,
} from "./lead-sources.ts";
import type {
	createLeadRequest,
	LeadJson,
	LeadModelJson,
	leadQuery,
	putLeadModelRequest,
	updateLeadRequest,
} from "./leads.ts";
import type { LiveTicketJson } from "./live-meeting.ts";
import type { MailboxJson, MailJson, MailTextJson } from "./mails.ts";
import type {
	createMarketTableRequest,
	MarketPreviewJson,
	MarketTableJson,
	makePotentialLeadsRequest,
	PotentialJson,
	PotentialLeadsJson,
	previewMarketRequest,
	updateMarketTableRequest,
} from "./market.ts";
import type {
	ClosedLoopJson,
	closedLoopQuery,
	HandoffTakenJson,
	handoffRequest,
	OutcomePageJson,
	outcomeQuery,
} from "./marketing.ts";
import type { BotVendor, MeetingBotJson, MeetingBotTokenJson, updateMeetingBotRequest } from "./meeting-bots.ts";
import type { MeetingBriefJson } from "./meeting-brief.ts";
import type { MeetingPageJson, MeetingSummaryJson, MeetingTranscriptJson, RecordingJson } from "./meeting-page.ts";
import type {
	addActionRequest,
	addNoteRequest,
	editActionRequest,
	editParticipantRequest,
	editSegmentRequest,
	exportMeetingRequest,
	pushSegmentsRequest,
	recordConsentRequest,
	sayInsightRequest,
	TakenMeetingJson,
	takeTranscriptRequest,
	uploadQuery,
	writeTextRequest,
} from "./meeting-requests.ts";
import type { MeetingSearchJson, meetingSearchQuery } from "./meeting-search.ts";
import type { createMeetingRequest, MeetingJson, meetingQuery, updateMeetingRequest } from "./meetings.ts";
import type { MemberJson, memberQuery, updateMeRequest, updateUserRequest } from "./members.ts";
import type { ModelTrialsJson } from "./model-trials.ts";
import type {
	CoverageJson,
	PerformanceJson,
	performanceQuery,
	putCoverageNormsRequest,
	putRepHoursRequest,
} from "./monitoring.ts";
import type {
	createNurtureRequest,
	NurtureListJson,
	NurtureSequenceJson,
	NurtureTaskJson,
	NurtureTaskListJson,
	NurtureTrialJson,
	nurtureTaskQuery,
	setNurtureStateRequest,
	settleNurtureTaskRequest,
	tryNurtureRequest,
	updateNurtureRequest,
} from "./nurture.ts";
import type {
	openPanelMeetingRequest,
	PanelMeetingJson,
	PanelSetupJson,
	PanelSignInJson,
	PanelWatchJson,
	panelHandover,
	panelSignInRequest,
	SharedPanelJson,
	sharedPanelToken,
	sharePanelRequest,
	watchPanelMeetingRequest,
} from "./panel.ts";
import type { PasskeyOptions } from "./passkeys.ts";
import type {
	createWorkspaceRequest,
	demoSignInRequest,
	Me,
	Person,
	Session,
	StartInfo,
	signInRequest,
	updateWorkspaceRequest,
} from "./people.ts";
import type { createTerritoryRequest, TerritoryJson, territoryQuery, updateTerritoryRequest } from "./planning.ts";
import type { Problem } from "./problem.ts";
import type {
	DuplicatesJson,
	differentRequest,
	dismissRequest,
	duplicateQuery,
	FaultsJson,
	FixedJson,
	FixesJson,
	faultQuery,
	fixRequest,
	mergeDuplicatesRequest,
	QualityJson,
	rateRequest,
} from "./quality.ts";
import type {
	bidQuotaRequest,
	compareQuotaPlanQuery,
	createQuotaPlanRequest,
	decideQuotaPlanRequest,
	QuotaPlanComparisonJson,
	QuotaPlanJson,
	QuotaPlanListJson,
	quotaPlanStepRequest,
	updateQuotaPlanRequest,
} from "./quota-plans.ts";
import type {
	askQuotaRequest,
	decideQuotaRequest,
	MyQuotaJson,
	QuotaRequestJson,
	QuotaRequestListJson,
	QuotaStandingsJson,
	quotasQuery,
} from "./quotas.ts";
import type {
	createRoleRequest,
	PermissionGroupsJson,
	RoleJson,
	RolePageJson,
	roleQuery,
	updateRoleRequest,
} from "./roles.ts";
import type {
	addLinkRequest,
	addPlanStepRequest,
	addStakeholderRequest,
	contentUseRequest,
	DealDocumentJson,
	PlanStepJson,
	RoomJson,
	StakeholderJson,
	TimelineJson,
	timelineQuery,
	updatePlanStepRequest,
	updateStakeholderRequest,
} from "./room.ts";
import type { Page } from "./scalars.ts";
import type { modelScenarioRequest, ScenarioJson, ScenarioListJson, updateScenarioRequest } from "./scenarios.ts";
import type { SearchAnswer, searchQuery } from "./search.ts";
import type { passkeySignInRequest, SecondStep, StepTaken, TotpSetupJson, takeStepRequest } from "./second-step.ts";
import type {
	addPasskeyRequest,
	changePasswordRequest,
	proveRequest,
	RecoveryCodesJson,
	SecurityJson,
	SignInPolicy,
} from "./security.ts";
import type { SingleSignOnJson, SingleSignOnTestJson, updateSingleSignOnRequest } from "./single-sign-on.ts";
import type { addMemberRequest, createTeamRequest, TeamNodeJson, TeamPageJson, updateTeamRequest } from "./teams.ts";
import type { PlacingJson, placeRequest, TerritoryAdviceJson } from "./territory-placing.ts";
import type {
	decidePlanRequest,
	makePlanRequest,
	submitPlanRequest,
	updateDistrictsRequest,
	updatePlanRequest,
} from "./territory-plan-requests.ts";
import type { PlanChoicesJson, PlanFromFileJson, TerritoryPlanItemJson, TerritoryPlanJson } from "./territory-plans.ts";
import type { chooseAlternativeRequest, startRunRequest, TerritoryRunJson } from "./territory-runs.ts";
import type {
	lockUnitsRequest,
	MoveEffectJson,
	moveUnitsRequest,
	PlanMapJson,
	PlanUnitJson,
} from "./territory-units.ts";
import type { View } from "./view.ts";
import type { keepViewRequest, TableViewJson } from "./views.ts";
import type { WaterfallDealsJson, WaterfallJson, waterfallDealsQuery, waterfallQuery } from "./waterfall.ts";
import type { updateWebConnectionRequest, WebConnectionJson, WebKeyJson } from "./web-connection.ts";
import type {
	createWebhookRequest,
	deliveryQuery,
	updateWebhookRequest,
	WebhookAttemptJson,
	WebhookDeliveryJson,
	WebhookJson,
	WebhookSecretJson,
	WebhooksJson,
} from "./webhooks.ts";
import type {
	updateWriteBackRequest,
	WriteBackJson,
	WriteBackRecordPage,
	WriteRunJson,
	writeBackRecordQuery,
} from "./write-backs.ts";

type Query<T extends z.ZodType> = Partial<z.input<T>>;

/** How calls are made: remote hosts hand in the platform's `fetch`, tests `app.request`. */
export interface ClientOptions {
	fetch: (url: string, init?: RequestInit) => Response | Promise<Response>;
	/** Without a slash at the end; "" for the same origin. */
	baseUrl: string;
	/** The access token, fresh for each call; null before sign-in. */
	token: () => string | null | Promise<string | null>;
	locale?: () => string;
}

interface Sent {
	query?: object;
	body?: unknown;
	key?: string;
	form?: FormData;
	accept?: string;
	signal?: AbortSignal;
}

/** The typed client of `/api/v1`. Every failed call throws a CourtsideError with the server's code and words. */
export function createClient(options: ClientOptions) {
	async function send(method: string, path: string, given: Sent = {}): Promise<Response> {
		const token = await options.token();
		const headers: Record<string, string> = { accept: given.accept ?? "application/json" };
		if (token) headers["authorization"] = `Bearer ${token}`;
		if (options.locale) headers["accept-language"] = options.locale();
		if (given.key) headers["idempotency-key"] = given.key;
		if (given.body !== undefined) headers["content-type"] = "application/json";
		const response = await options.fetch(`${options.baseUrl}/api/v1${path}${search(given.query)}`, {
			method,
			headers,
			credentials: "same-origin",
			...(given.signal ? { signal: given.signal } : {}),
			...(given.form ? { body: given.form } : given.body !== undefined ? { body: JSON.stringify(given.body) } : {}),
		});
		if (response.ok) return response;
		throw await faultOf(response);
	}
	async function call<T>(method: string, path: string, given: Sent = {}): Promise<T> {
		const response = await send(method, path, given);
		// "It is being done" (202) may come without a word, as "done" (204) always does.
		const text = await response.text();
		return (text === "" ? undefined : JSON.parse(text)) as T;
	}
	return {
		start: () => call<StartInfo>("GET", "/start"),
		login: (body: z.input<typeof signInRequest>) => call<Session | SecondStep>("POST", "/auth/login", { body }),
		takeSecondStep: (body: z.input<typeof takeStepRequest>) => call<StepTaken>("POST", "/auth/second-step", { body }),
		setUpTotpInStep: (token: string) => call<TotpSetupJson>("POST", "/auth/second-step/totp", { body: { token } }),
		passkeyOptions: (token?: string) =>
			call<PasskeyOptions>("POST", "/auth/passkey/options", { body: token === undefined ? {} : { token } }),
		signInWithPasskey: (body: z.input<typeof passkeySignInRequest>) => call<Session>("POST", "/auth/passkey", { body }),
		demoLogin: (body: z.input<typeof demoSignInRequest>) => call<Session>("POST", "/auth/demo", { body }),
		refresh: (refreshToken?: string) =>
			call<Session>("POST", "/auth/refresh", { body: refreshToken ? { refreshToken } : {} }),
		logout: () => call<void>("POST", "/auth/logout", { body: {} }),
		demoDoors: () => call<DemoDoorsJson>("GET", "/demo/doors"),
		nudgeDemo: (body: z.input<typeof nudgeRequest>) => call<void>("POST", "/demo/nudges", { body }),
		forgotPassword: (body: z.input<typeof forgotPasswordRequest>) =>
			call<void>("POST", "/auth/forgot-password", { body }),
		resetPassword: (body: z.input<typeof resetPasswordRequest>) => call<void>("POST", "/auth/reset-password", { body }),
		gallery: (query: Query<typeof galleryQuery> = {}) => call<GalleryJson>("GET", "/gallery", { query }),
		quality: () => call<QualityJson>("GET", "/quality"),
		checkQuality: () => call<void>("POST", "/quality/scans", { body: {} }),
		qualityFaults: (query: Query<typeof faultQuery>) => call<FaultsJson>("GET", "/quality/faults", { query }),
		qualityFixes: () => call<FixesJson>("GET", "/quality/fixes"),
		fixQuality: (body: z.input<typeof fixRequest>) => call<FixedJson>("POST", "/quality/fixes", { body }),
		undoQualityFix: (id: string) => call<FixedJson>("POST", `/quality/fixes/${id}/undo`, { body: {} }),
		dismissFaults: (body: z.input<typeof dismissRequest>) => call<void>("POST", "/quality/dismissals", { body }),
		addRate: (body: z.input<typeof rateRequest>) => call<FixedJson>("POST", "/quality/rates", { body }),
		duplicates: (query: Query<typeof duplicateQuery>) => call<DuplicatesJson>("GET", "/quality/duplicates", { query }),
		mergeDuplicates: (body: z.input<typeof mergeDuplicatesRequest>) =>
			call<FixedJson>("POST", "/quality/merges", { body }),
		tellApart: (body: z.input<typeof differentRequest>) => call<void>("POST", "/quality/different", { body }),
		createWorkspace: (body: z.input<typeof createWorkspaceRequest>) => call<Session>("POST", "/workspaces", { body }),
		workspace: () => call<Me["workspace"]>("GET", "/workspace"),
		updateWorkspace: (body: z.input<typeof updateWorkspaceRequest>) =>
			call<Me["workspace"]>("PATCH", "/workspace", { body }),
		connections: () => call<{ items: ConnectionJson[] }>("GET", "/connections"),
		connection: (host: string) => call<ConnectionDetailJson>("GET", `/connections/${host}`),
		updateConnection: (host: string, body: z.input<typeof updateConnectionRequest>) =>
			call<ConnectionDetailJson>("PUT", `/connections/${host}`, { body }),
		testConnection: (host: string) =>
			call<z.infer<typeof connectionTest>>("POST", `/connections/${host}/test`, { body: {} }),
		panelSetup: (host: string) => call<PanelSetupJson>("GET", `/connections/${host}/panel`),
		panelPackage: async (host: string) =>
			(await send("GET", `/connections/${host}/panel/package`, { accept: "*/*" })).blob(),
		panelSignIn: (body: z.input<typeof panelSignInRequest>) => call<PanelSignInJson>("POST", "/auth/panel", { body }),
		openPanelMeeting: (body: z.input<typeof openPanelMeetingRequest>) =>
			call<PanelMeetingJson>("POST", "/panel/meetings", { body }),
		watchPanelMeeting: (id: string, body: z.input<typeof watchPanelMeetingRequest>) =>
			call<PanelWatchJson>("POST", `/panel/meetings/${id}/watch`, { body }),
		sharePanel: (body: z.input<typeof sharePanelRequest>) =>
			call<z.infer<typeof sharedPanelToken>>("POST", "/panel/shares", { body }),
		sharedPanel: (token: string) => call<SharedPanelJson>("GET", `/panel/shared/${encodeURIComponent(token)}`),
		beginHandover: () => call<z.infer<typeof panelHandover>>("POST", "/panel/handovers", { body: {} }),
		takeHandover: (code: string) => call<Session>("POST", "/auth/panel-handover", { body: { code } }),
		connectionLacks: (host: string) => call<z.infer<typeof connectionLacks>>("GET", `/connections/${host}/lacks`),
		connectionPulse: (host: string) => call<z.infer<typeof connectionPulse>>("GET", `/connections/${host}/pulse`),
		authorizeConnection: (host: string) =>
			call<z.infer<typeof consentBegun>>("POST", `/connections/${host}/authorize`, { body: {} }),
		connectionReport: (host: string) => call<ConnectionReportJson>("GET", `/connections/${host}/report`),
		startSync: (host: string, body: z.input<typeof startSyncRequest>) =>
			call<SyncRunJson>("POST", `/connections/${host}/sync`, { body }),
		syncRun: (id: string) => call<SyncRunJson>("GET", `/sync-runs/${id}`),
		cancelSync: (id: string) => call<SyncRunJson>("POST", `/sync-runs/${id}/cancel`, { body: {} }),
		failedRecords: (host: string, query: Query<typeof failedRecordQuery> = {}) =>
			call<Page<FailedRecordJson>>("GET", `/connections/${host}/failed-records`, { query }),
		replayRecords: (host: string) =>
			call<{ records: number }>("POST", `/connections/${host}/failed-records/replay`, { body: {} }),
		dismissRecords: (host: string) =>
			call<{ records: number }>("POST", `/connections/${host}/failed-records/dismiss`, { body: {} }),
		replayRecord: (id: string) => call<{ records: number }>("POST", `/failed-records/${id}/replay`, { body: {} }),
		dismissRecord: (id: string) => call<{ records: number }>("POST", `/failed-records/${id}/dismiss`, { body: {} }),
		disconnect: (host: string) =>
			call<z.infer<typeof disconnected>>("POST", `/connections/${host}/disconnect`, { body: {} }),
		removeFields: (host: string) =>
			call<z.infer<typeof removedFields>>("POST", `/connections/${host}/remove-fields`, { body: {} }),
		customFields: (host: string) => call<CustomFieldsJson>("GET", `/connections/${host}/fields`),
		mapField: (host: string, body: z.input<typeof mapFieldRequest>) =>
			call<CustomFieldsJson>("PUT", `/connections/${host}/fields`, { body }),
		applyFields: (host: string) => call<CustomFieldsJson>("POST", `/connections/${host}/fields/apply`, { body: {} }),
		chatSettings: (host: string) => call<ChatSettingsJson>("GET", `/connections/${host}/chat`),
		installChat: (host: string) =>
			call<z.infer<typeof chatInstall>>("POST", `/connections/${host}/chat/install`, { body: {} }),
		previewDigest: (host: string, body: z.input<typeof chatPreviewRequest>) =>
			call<ChatPreviewJson>("POST", `/connections/${host}/chat/preview`, { body }),
		putChatRollout: (host: string, body: z.input<typeof putChatRolloutRequest>) =>
			call<ChatSettingsJson>("PUT", `/connections/${host}/chat/rollout`, { body }),
		chatTroubles: (host: string) => call<{ items: ChatTroubleJson[] }>("GET", `/connections/${host}/chat/troubles`),
		settleChatMessage: (id: string, body: z.input<typeof settleChatRequest>) =>
			call<void>("POST", `/chat-messages/${id}/settle`, { body }),
		sourceCopy: (host: string) => call<CopyRemovalJson>("GET", `/connections/${host}/copy`),
		deleteSourceCopy: (host: string) => call<CopyRemovalJson>("DELETE", `/connections/${host}/copy`),
		webConnection: () => call<WebConnectionJson>("GET", "/hosts/web"),
		updateWebConnection: (body: z.input<typeof updateWebConnectionRequest>) =>
			call<WebConnectionJson>("PUT", "/hosts/web", { body }),
		makeWebKey: () => call<WebKeyJson>("POST", "/hosts/web/key", { body: {} }),
		writeBack: (host: string) => call<WriteBackJson>("GET", `/connections/${host}/write-back`),
		updateWriteBack: (host: string, body: z.input<typeof updateWriteBackRequest>) =>
			call<WriteBackJson>("PUT", `/connections/${host}/write-back`, { body }),
		previewWriteBack: (host: string) =>
			call<WriteRunJson>("POST", `/connections/${host}/write-back/preview`, { body: {} }),
		vendorFields: (host: string, entity: WriteBackEntity) =>
			call<{ items: VendorField[] }>("GET", `/connections/${host}/write-back/vendor-fields`, { query: { entity } }),
		writeRuns: (host: string) => call<{ items: WriteRunJson[] }>("GET", `/connections/${host}/write-back/runs`),
		writeRun: (id: string) => call<WriteRunJson>("GET", `/write-runs/${id}`),
		writeRunRecords: (id: string, query: Query<typeof writeBackRecordQuery> = {}) =>
			call<WriteBackRecordPage>("GET", `/write-runs/${id}/records`, { query }),
		writeBackRecords: (host: string, query: Query<typeof writeBackRecordQuery> = {}) =>
			call<WriteBackRecordPage>("GET", `/connections/${host}/write-back/records`, { query }),
		/** `retry` and `dismiss` are about the failed records of the run. */
		onWriteRun: <Step extends "confirm" | "cancel" | "undo" | "retry" | "dismiss">(id: string, step: Step) =>
			call<Step extends "retry" | "dismiss" ? { records: number } : WriteRunJson>("POST", `/write-runs/${id}/${step}`, {
				body: {},
			}),
		onWriteBackRecord: (id: string, step: "retry" | "dismiss") =>
			call<{ records: number }>("POST", `/write-backs/${id}/${step}`, { body: {} }),
		webhooks: () => call<WebhooksJson>("GET", "/webhooks"),
		webhook: (id: string) => call<WebhookJson>("GET", `/webhooks/${id}`),
		createWebhook: (body: z.input<typeof createWebhookRequest>) =>
			call<WebhookSecretJson>("POST", "/webhooks", { body }),
		updateWebhook: (id: string, body: z.input<typeof updateWebhookRequest>) =>
			call<WebhookJson>("PUT", `/webhooks/${id}`, { body }),
		deleteWebhook: (id: string) => call<void>("DELETE", `/webhooks/${id}`),
		rotateWebhookSecret: (id: string) => call<WebhookSecretJson>("POST", `/webhooks/${id}/secret`, { body: {} }),
		testWebhook: (id: string) => call<WebhookAttemptJson>("POST", `/webhooks/${id}/test`, { body: {} }),
		webhookDeliveries: (id: string, query: Query<typeof deliveryQuery> = {}) =>
			call<{ items: WebhookDeliveryJson[]; nextCursor: string | null }>("GET", `/webhooks/${id}/deliveries`, { query }),
		resendWebhook: (id: string, deliveryId: string) =>
			call<WebhookDeliveryJson>("POST", `/webhooks/${id}/deliveries/${deliveryId}/resend`, { body: {} }),
		me: () => call<Me>("GET", "/users/me"),
		updateMe: (body: z.input<typeof updateMeRequest>) => call<Me>("PATCH", "/users/me", { body }),
		security: () => call<SecurityJson>("GET", "/users/me/security"),
		changePassword: (body: z.input<typeof changePasswordRequest>) => call<void>("POST", "/users/me/password", { body }),
		prove: (body: z.input<typeof proveRequest>) => call<void>("POST", "/users/me/proof", { body }),
		proofOptions: () => call<PasskeyOptions>("POST", "/users/me/proof/options", { body: {} }),
		setUpTotp: () => call<TotpSetupJson>("POST", "/users/me/totp", { body: {} }),
		confirmTotp: (code: string) => call<RecoveryCodesJson>("POST", "/users/me/totp/confirm", { body: { code } }),
		removeTotp: () => call<void>("DELETE", "/users/me/totp"),
		makeRecoveryCodes: () => call<RecoveryCodesJson>("POST", "/users/me/recovery-codes", { body: {} }),
		passkeyCreation: () => call<PasskeyOptions>("POST", "/users/me/passkeys/options", { body: {} }),
		addPasskey: (body: z.input<typeof addPasskeyRequest>) =>
			call<RecoveryCodesJson>("POST", "/users/me/passkeys", { body }),
		removePasskey: (id: string) => call<void>("DELETE", `/users/me/passkeys/${id}`),
		signInPolicy: () => call<SignInPolicy>("GET", "/workspace/sign-in-policy"),
		updateSignInPolicy: (body: SignInPolicy) => call<SignInPolicy>("PUT", "/workspace/sign-in-policy", { body }),
		resetSecondFactor: (id: string) => call<void>("DELETE", `/users/${id}/second-factor`),
		endSignIn: (id: string) => call<void>("DELETE", `/users/me/sign-ins/${id}`),
		endOtherSignIns: () => call<void>("DELETE", "/users/me/sign-ins"),
		members: (query: Query<typeof memberQuery> = {}) => call<Page<MemberJson>>("GET", "/members", { query }),
		member: (id: string) => call<MemberJson>("GET", `/users/${id}`),
		updateUser: (id: string, body: z.input<typeof updateUserRequest>) =>
			call<MemberJson>("PATCH", `/users/${id}`, { body }),
		deactivateUser: (id: string) => call<void>("DELETE", `/users/${id}`),
		invitations: () => call<{ items: InvitationJson[] }>("GET", "/invitations"),
		invite: (body: z.input<typeof inviteRequest>, key: string) =>
			call<InvitedJson>("POST", "/invitations", { body, key }),
		resendInvitation: (id: string) => call<void>("POST", `/invitations/${id}/resend`, { body: {} }),
		invitationLink: (id: string) => call<InvitationLinkJson>("POST", `/invitations/${id}/link`, { body: {} }),
		withdrawInvitation: (id: string) => call<void>("DELETE", `/invitations/${id}`),
		readInvitation: (body: z.input<typeof readInvitationRequest>) =>
			call<InvitationInfo>("POST", "/auth/invitation", { body }),
		register: (body: z.input<typeof registerRequest>) => call<Session | SecondStep>("POST", "/auth/register", { body }),
		people: () => call<{ items: Person[] }>("GET", "/users"),
		teams: () => call<{ items: TeamNodeJson[] }>("GET", "/teams"),
		team: (id: string) => call<TeamPageJson>("GET", `/teams/${id}`),
		createTeam: (body: z.input<typeof createTeamRequest>, key: string) =>
			call<TeamPageJson>("POST", "/teams", { body, key }),
		updateTeam: (id: string, body: z.input<typeof updateTeamRequest>) =>
			call<TeamPageJson>("PATCH", `/teams/${id}`, { body }),
		deleteTeam: (id: string) => call<void>("DELETE", `/teams/${id}`),
		addTeamMember: (id: string, body: z.input<typeof addMemberRequest>) =>
			call<TeamPageJson>("POST", `/teams/${id}/members`, { body }),
		removeTeamMember: (id: string, userId: string) => call<void>("DELETE", `/teams/${id}/members/${userId}`),
		giveRole: (userId: string, roleId: string) => call<void>("PUT", `/users/${userId}/role`, { body: { roleId } }),
		roles: (query: Query<typeof roleQuery> = {}) => call<RolePageJson>("GET", "/roles", { query }),
		role: (id: string) => call<RoleJson>("GET", `/roles/${id}`),
		permissions: () => call<PermissionGroupsJson>("GET", "/permissions"),
		createRole: (body: z.input<typeof createRoleRequest>, key: string) =>
			call<RoleJson>("POST", "/roles", { body, key }),
		updateRole: (id: string, body: z.input<typeof updateRoleRequest>) =>
			call<RoleJson>("PUT", `/roles/${id}`, { body }),
		deleteRole: (id: string) => call<void>("DELETE", `/roles/${id}`),
		identities: (query: Query<typeof identityQuery> = {}) => call<Page<IdentityJson>>("GET", "/identities", { query }),
		identityCounts: () => call<IdentityCountsJson>("GET", "/identities/counts"),
		decideIdentities: (body: z.input<typeof decideRequest>, key: string) =>
			call<PeopleChangeJson>("POST", "/identities/decide", { body, key }),
		peopleChanges: () => call<{ items: PeopleChangeJson[] }>("GET", "/people-changes"),
		undoPeopleChange: (id: string) =>
			call<z.infer<typeof peopleUndone>>("POST", `/people-changes/${id}/undo`, { body: {} }),
		peoplePage: (query: Query<typeof peopleQuery> = {}) => call<Page<ListedPersonJson>>("GET", "/people", { query }),
		person: (id: string) => call<PersonPageJson>("GET", `/people/${id}`),
		mergePerson: (id: string, body: z.input<typeof mergeRequest>, key: string) =>
			call<PeopleChangeJson>("POST", `/people/${id}/merge`, { body, key }),
		markLeft: (id: string, body: z.input<typeof leaveRequest>, key: string) =>
			call<PeopleChangeJson>("POST", `/people/${id}/leave`, { body, key }),
		markBack: (id: string, key: string) => call<PeopleChangeJson>("POST", `/people/${id}/return`, { body: {}, key }),
		handOver: (id: string, body: z.input<typeof handOverRequest>, key: string) =>
			call<PeopleChangeJson>("POST", `/people/${id}/hand-over`, { body, key }),
		renamePerson: (id: string, body: z.input<typeof renameRequest>, key: string) =>
			call<PeopleChangeJson>("POST", `/people/${id}/rename`, { body, key }),
		singleSignOn: () => call<SingleSignOnJson>("GET", "/single-sign-on"),
		updateSingleSignOn: (body: z.input<typeof updateSingleSignOnRequest>) =>
			call<SingleSignOnJson>("PUT", "/single-sign-on", { body }),
		testSingleSignOn: () => call<SingleSignOnTestJson>("POST", "/single-sign-on/test", { body: {} }),
		finishSingleSignOn: (ticket: string) =>
			call<Session & { returnTo: string }>("POST", "/auth/single-sign-on", { body: { ticket } }),
		apiKeys: () => call<{ items: ApiKeyJson[] }>("GET", "/api-keys"),
		createApiKey: (body: z.input<typeof createApiKeyRequest>) => call<NewApiKeyJson>("POST", "/api-keys", { body }),
		revokeApiKey: (id: string) => call<void>("DELETE", `/api-keys/${id}`),
		views: (table: string) => call<{ items: TableViewJson[] }>("GET", "/views", { query: { table } }),
		keepView: (body: z.input<typeof keepViewRequest>) => call<TableViewJson>("POST", "/views", { body }),
		forgetView: (id: string) => call<void>("DELETE", `/views/${id}`),
		search: (query: Query<typeof searchQuery>, signal?: AbortSignal) =>
			call<SearchAnswer>("GET", "/search", { query, ...(signal ? { signal } : {}) }),
		accounts: (query: Query<typeof accountQuery> = {}) => call<Page<AccountJson>>("GET", "/accounts", { query }),
		account: (id: string) => call<AccountPageJson>("GET", `/accounts/${id}`),
		contact: (id: string) => call<ContactPageJson>("GET", `/contacts/${id}`),
		audit: (query: Query<typeof auditQuery> = {}) => call<Page<AuditEntryJson>>("GET", "/audit", { query }),
		auditState: () => call<AuditStateJson>("GET", "/audit/state"),
		checkAudit: () => call<AuditStateJson>("POST", "/audit/check", { body: {} }),
		/** A file at a path of its own, such as `/audit/export`. */
		file: (path: string, signal: AbortSignal) => send("GET", path, { signal, accept: "*/*" }),
		home: () => call<HomeJson>("GET", "/home"),
		deals: (query: Query<typeof dealQuery> = {}) => call<Page<DealJson>>("GET", "/opportunities", { query }),
		deal: (id: string) => call<DealPage>("GET", `/opportunities/${id}`),
		dealCard: (id: string) => call<DealJson>("GET", `/opportunities/${id}/card`),
		dealOutlook: (id: string) => call<DealOutlookJson>("GET", `/opportunities/${id}/outlook`),
		setDealOverride: (id: string, body: z.input<typeof setOverrideRequest>) =>
			call<DealOutlookJson>("PUT", `/opportunities/${id}/override`, { body }),
		withdrawDealOverride: (id: string) => call<void>("DELETE", `/opportunities/${id}/override`),
		dealDrivers: () => call<DealDriversPageJson>("GET", "/deals/drivers"),
		dealModel: () => call<DealModelPageJson>("GET", "/deal-model"),
		learnDealModel: () => call<{ jobId: string }>("POST", "/deal-model/learn", { body: {} }),
		putDealModel: (version: string | null) =>
			call<DealModelPageJson>("PUT", "/deal-model/in-use", { body: { version } }),
		decideModelColumn: (body: z.input<typeof decideColumnRequest>) =>
			call<DealModelPageJson>("PUT", "/deal-model/columns", { body }),
		scoreDeal: (id: string) => call<DealScoreJson>("POST", `/deals/${id}/score`),
		dealProbabilities: (ids: string[]) =>
			call<{ items: DealProbabilityJson[] }>("GET", "/deals/probabilities/batch", { query: { ids: ids.join() } }),
		createDeal: (body: z.input<typeof createDealRequest>, key: string) =>
			call<DealJson>("POST", "/opportunities", { body, key }),
		updateDeal: (id: string, body: z.input<typeof updateDealRequest>) =>
			call<DealJson>("PUT", `/opportunities/${id}`, { body }),
		/** A list as a file, all rows of it; `path` is the list's own, the body is read from the answer as it comes. */
		download: (path: string, query: Record<string, string>, signal: AbortSignal) =>
			send("GET", `${path}/download`, { query, signal, accept: "*/*" }),
		room: (dealId: string) => call<RoomJson>("GET", `/opportunities/${dealId}/room`),
		timeline: (dealId: string, query: Query<typeof timelineQuery> = {}) =>
			call<TimelineJson>("GET", `/opportunities/${dealId}/timeline`, { query }),
		addStakeholder: (dealId: string, body: z.input<typeof addStakeholderRequest>, key: string) =>
			call<StakeholderJson>("POST", `/opportunities/${dealId}/people`, { body, key }),
		updateStakeholder: (dealId: string, contactId: string, body: z.input<typeof updateStakeholderRequest>) =>
			call<StakeholderJson>("PUT", `/opportunities/${dealId}/people/${contactId}`, { body }),
		removeStakeholder: (dealId: string, contactId: string) =>
			call<void>("DELETE", `/opportunities/${dealId}/people/${contactId}`),
		addPlanStep: (dealId: string, body: z.input<typeof addPlanStepRequest>, key: string) =>
			call<PlanStepJson>("POST", `/opportunities/${dealId}/plan`, { body, key }),
		updatePlanStep: (dealId: string, stepId: string, body: z.input<typeof updatePlanStepRequest>) =>
			call<PlanStepJson>("PUT", `/opportunities/${dealId}/plan/${stepId}`, { body }),
		removePlanStep: (dealId: string, stepId: string) => call<void>("DELETE", `/opportunities/${dealId}/plan/${stepId}`),
		addDocument: (dealId: string, form: FormData) =>
			call<DealDocumentJson>("POST", `/opportunities/${dealId}/documents`, { form }),
		addLink: (dealId: string, body: z.input<typeof addLinkRequest>, key: string) =>
			call<DealDocumentJson>("POST", `/opportunities/${dealId}/links`, { body, key }),
		removeDocument: (dealId: string, documentId: string) =>
			call<void>("DELETE", `/opportunities/${dealId}/documents/${documentId}`),
		setCompetitors: (dealId: string, competitorIds: string[]) =>
			call<void>("PUT", `/opportunities/${dealId}/competitors`, { body: { competitorIds } }),
		noteContentUse: (dealId: string, body: z.input<typeof contentUseRequest>) =>
			call<void>("POST", `/opportunities/${dealId}/content-uses`, { body }),
		contents: () => call<{ items: ContentJson[] }>("GET", "/content"),
		content: (id: string) => call<ContentPageJson>("GET", `/content/${id}`),
		createContent: (body: z.input<typeof createContentRequest>, key: string) =>
			call<ContentJson>("POST", "/content", { body, key }),
		updateContent: (id: string, body: z.input<typeof updateContentRequest>) =>
			call<ContentPageJson>("PUT", `/content/${id}`, { body }),
		competitors: () => call<{ items: CompetitorJson[] }>("GET", "/competitors"),
		createCompetitor: (body: z.input<typeof createCompetitorRequest>, key: string) =>
			call<CompetitorJson>("POST", "/competitors", { body, key }),
		updateCompetitor: (id: string, body: z.input<typeof updateCompetitorRequest>) =>
			call<CompetitorJson>("PUT", `/competitors/${id}`, { body }),
		removeCompetitor: (id: string) => call<void>("DELETE", `/competitors/${id}`),
		leads: (query: Query<typeof leadQuery> = {}) => call<Page<LeadJson>>("GET", "/leads", { query }),
		lead: (id: string) => call<LeadJson>("GET", `/leads/${id}`),
		createLead: (body: z.input<typeof createLeadRequest>, key: string) =>
			call<LeadJson>("POST", "/leads", { body, key }),
		updateLead: (id: string, body: z.input<typeof updateLeadRequest>) =>
			call<LeadJson>("PUT", `/leads/${id}`, { body }),
		leadGrades: () => call<GradeReportJson>("GET", "/leads/qualification"),
		updateLeadGrades: (body: z.input<typeof putGradeSettingsRequest>) =>
			call<GradeReportJson>("PUT", "/leads/qualification", { body }),
		tryLeadGrades: (body: z.input<typeof tryGradesRequest>) =>
			call<GradeTrialJson>("POST", "/leads/qualification/preview", { body }),
		nurtures: () => call<NurtureListJson>("GET", "/leads/nurturing/campaigns"),
		createNurture: (body: z.input<typeof createNurtureRequest>, key: string) =>
			call<NurtureSequenceJson>("POST", "/leads/nurturing/campaigns", { body, key }),
		updateNurture: (id: string, body: z.input<typeof updateNurtureRequest>) =>
			call<NurtureSequenceJson>("PUT", `/leads/nurturing/campaigns/${id}`, { body }),
		setNurtureState: (id: string, body: z.input<typeof setNurtureStateRequest>) =>
			call<NurtureSequenceJson>("POST", `/leads/nurturing/campaigns/${id}/state`, { body }),
		tryNurture: (body: z.input<typeof tryNurtureRequest>) =>
			call<NurtureTrialJson>("POST", "/leads/nurturing/campaigns/preview", { body }),
		leadRecommendation: (id: string) => call<LeadRecommendationJson>("GET", `/leads/${id}/nurturing/recommendations`),
		triggerNurture: (body: z.input<typeof triggerNurtureRequest>, key: string) =>
			call<NurtureTriggeredJson>("POST", "/leads/nurturing/campaigns/trigger", { body, key }),
		leadAdvice: (ids: readonly string[]) =>
			call<{ items: LeadAdviceJson[]; asOf: string }>("GET", "/leads/advice", { query: { ids: ids.join() } }),
		acceptLeadOwner: (id: string, body: z.input<typeof acceptOwnerRequest>, key: string) =>
			call<LeadAssignmentJson>("POST", `/leads/${id}/routing/accept`, { body, key }),
		nurtureTasks: (query: Query<typeof nurtureTaskQuery> = {}) =>
			call<NurtureTaskListJson>("GET", "/leads/nurturing/tasks", { query }),
		settleNurtureTask: (id: string, body: z.input<typeof settleNurtureTaskRequest>) =>
			call<NurtureTaskJson>("POST", `/leads/nurturing/tasks/${id}/settle`, { body }),
		takeLeadEvents: (body: z.input<typeof leadEventsRequest>) =>
			call<z.infer<typeof leadEventsTaken>>("POST", "/lead-events", { body }),
		meetingBots: () => call<{ items: MeetingBotJson[] }>("GET", "/coaching/bots"),
		updateMeetingBot: (vendor: BotVendor, body: z.input<typeof updateMeetingBotRequest>) =>
			call<MeetingBotJson>("PUT", `/coaching/bots/${vendor}`, { body }),
		makeMeetingBotToken: (vendor: BotVendor) => call<MeetingBotTokenJson>("POST", `/coaching/bots/${vendor}/token`),
		tracking: () => call<TrackingJson>("GET", "/tracking"),
		updateTracking: (body: z.input<typeof putTrackingRequest>) => call<TrackingJson>("PUT", "/tracking", { body }),
		scoreLead: (id: string) => call<LeadScoreJson>("POST", `/leads/${id}/score`, { body: {} }),
		leadScores: (ids: readonly string[]) =>
			call<{ items: LeadScoreJson[] }>("GET", "/leads/scores/batch", { query: { ids: ids.join() } }),
		leadScoring: () => call<LeadScoringJson>("GET", "/lead-score"),
		updateLeadScoring: (body: z.input<typeof putLeadScoringRequest>) =>
			call<LeadScoringJson>("PUT", "/lead-score", { body }),
		putLeadScore: (version: string | null) => call<LeadScoringJson>("PUT", "/lead-score/in-use", { body: { version } }),
		decideLeadColumn: (body: z.input<typeof decideColumnRequest>) =>
			call<LeadScoringJson>("PUT", "/lead-score/columns", { body }),
		leadModel: () => call<LeadModelJson>("GET", "/lead-model"),
		updateLeadModel: (body: z.input<typeof putLeadModelRequest>) => call<LeadModelJson>("PUT", "/lead-model", { body }),
		tryLeadModel: (body: z.input<typeof tryLeadModelRequest>) =>
			call<LeadModelTrialJson>("POST", "/lead-model/preview", { body }),
		leadRouting: () => call<RoutingJson>("GET", "/leads/routing"),
		updateLeadRouting: (body: z.input<typeof putRoutingRequest>) =>
			call<RoutingJson>("PUT", "/leads/routing", { body }),
		tryLeadRouting: (body: z.input<typeof tryRoutingRequest>) =>
			call<RoutingTrialJson>("POST", "/leads/routing/preview", { body }),
		updateRoutingPerson: (id: string, body: z.input<typeof putRoutingPersonRequest>) =>
			call<RoutingJson>("PUT", `/leads/routing/people/${id}`, { body }),
		optimizeRouting: (body: z.input<typeof optimizeRequest>, key: string) =>
			call<OptimizedJson>("POST", "/leads/routing/optimize", { body, key }),
		closedLoop: (query: Query<typeof closedLoopQuery> = {}) =>
			call<ClosedLoopJson>("GET", "/marketing/closed-loop", { query }),
		handLeadsOver: (body: z.input<typeof handoffRequest>) =>
			call<HandoffTakenJson>("POST", "/marketing/handoffs", { body }),
		handoffOutcomes: (query: Query<typeof outcomeQuery> = {}) =>
			call<OutcomePageJson>("GET", "/marketing/outcomes", { query }),
		leadSources: (query: Query<typeof sourceQuery> = {}) => call<SourceReportJson>("GET", "/leads/sources", { query }),
		sourceCosts: () => call<SourceCostsJson>("GET", "/leads/sources/costs"),
		updateSourceCosts: (body: z.input<typeof putSourceCostsRequest>) =>
			call<SourceCostsJson>("PUT", "/leads/sources/costs", { body }),
		importSourceCosts: (body: z.input<typeof importSourceCostsRequest>) =>
			call<SourceCostsJson>("POST", "/leads/sources/costs/import", { body }),
		leadAssignments: (query: Query<typeof assignmentQuery> = {}) =>
			call<AssignmentPageJson>("GET", "/leads/routing/assignments", { query }),
		reassignLead: (id: string, body: z.input<typeof reassignRequest>, key: string) =>
			call<LeadAssignmentJson>("POST", `/leads/${id}/reassign`, { body, key }),
		decideAssignment: (id: string, body: z.input<typeof decideAssignmentRequest>) =>
			call<LeadAssignmentJson>("POST", `/lead-assignments/${id}/decide`, { body }),
		qualifyLead: (id: string, body: z.input<typeof qualifyRequest>) =>
			call<LeadJson>("PUT", `/leads/${id}/qualify`, { body }),
		territories: (query: Query<typeof territoryQuery> = {}) =>
			call<Page<TerritoryJson>>("GET", "/territories", { query }),
		createTerritory: (body: z.input<typeof createTerritoryRequest>, key: string) =>
			call<TerritoryJson>("POST", "/territories", { body, key }),
		updateTerritory: (id: string, body: z.input<typeof updateTerritoryRequest>) =>
			call<TerritoryJson>("PUT", `/territories/${id}`, { body }),
		forecast: (query: { period?: string; grain?: string } = {}) => call<ForecastJson>("GET", "/forecasts", { query }),
		createForecast: (body: { period?: string; grain?: string }, key: string) =>
			call<ForecastJson>("POST", "/forecasts", { body, key }),
		callDesk: (query: Query<typeof deskQuery>) => call<CallDeskJson>("GET", "/forecasts/calls", { query }),
		callGap: (query: Query<typeof gapQuery>) => call<CallGapJson>("GET", "/forecasts/calls/gap", { query }),
		submitCall: (body: z.input<typeof submitCallRequest>, key: string) =>
			call<ForecastCallJson>("POST", "/forecasts/calls", { body, key }),
		forecastDeals: (query: Query<typeof deskQuery>) => call<ForecastDealsJson>("GET", "/forecasts/deals", { query }),
		overrideForecast: (body: z.input<typeof overrideRequest>, key: string) =>
			call<ForecastOverrideJson>("POST", "/forecasts/overrides", { body, key }),
		withdrawOverride: (id: string) => call<ForecastOverrideJson>("POST", `/forecasts/overrides/${id}/withdraw`),
		forecastChanges: (query: Query<typeof changesQuery>) =>
			call<ForecastChangesJson>("GET", "/forecasts/changes", { query }),
		forecastWithout: (query: Query<typeof withoutQuery>) =>
			call<WithoutDealJson>("GET", "/forecasts/without", { query }),
		forecastCoverage: (query: Query<typeof coverageQuery>) =>
			call<ForecastCoverageJson>("GET", "/forecasts/coverage", { query }),
		forecastSecondOpinion: (query: Query<typeof coverageQuery>) =>
			call<SecondOpinionJson>("GET", "/forecasts/second-opinion", { query }),
		callScores: () => call<CallScoresJson>("GET", "/forecasts/scores"),
		callCycle: () => call<CallCycleJson>("GET", "/forecasts/cycle"),
		setCallCycle: (body: CallCycleJson) => call<CallCycleJson>("PUT", "/forecasts/cycle", { body }),
		setForecastCategory: (dealId: string, body: z.input<typeof categoryRequest>) =>
			call<DealCategoryJson>("PUT", `/opportunities/${dealId}/forecast-category`, { body }),
		board: (query: Query<typeof boardQuery> = {}) => call<BoardJson>("GET", "/pipeline/board", { query }),
		waterfall: (query: Query<typeof waterfallQuery> = {}) =>
			call<WaterfallJson>("GET", "/forecasts/waterfall", { query }),
		waterfallDeals: (query: z.input<typeof waterfallDealsQuery>) =>
			call<WaterfallDealsJson>("GET", "/forecasts/waterfall/deals", { query }),
		forecastAccuracy: (query: Query<typeof accuracyQuery> = {}) =>
			call<AccuracyJson>("GET", "/forecasts/accuracy", { query }),
		modelTrials: () => call<ModelTrialsJson>("GET", "/forecasts/accuracy/trials"),
		putForecastModel: (version: string | null) =>
			call<ModelTrialsJson>("PUT", "/forecasts/model-in-use", { body: { version } }),
		measureAccuracy: () => call<void>("POST", "/forecasts/accuracy/measure", { body: {} }),
		pastForecasts: (query: { period?: string } = {}) =>
			call<{ items: PastForecastJson[] }>("GET", "/forecasts/past", { query }),
		replayForecast: (id: string) => call<ReplayJson>("GET", `/forecasts/${id}/replay`),
		territoryPlans: () => call<{ items: TerritoryPlanItemJson[] }>("GET", "/territories/plans"),
		territoryPlanChoices: () => call<PlanChoicesJson>("GET", "/territories/plans/choices"),
		makeTerritoryPlan: (body: z.input<typeof makePlanRequest>, key: string) =>
			call<TerritoryPlanJson>("POST", "/territories/plans", { body, key }),
		uploadTerritoryUnits: (form: FormData, query: { name: string; territories?: number; seconds?: number }) =>
			call<PlanFromFileJson>("POST", "/territories/plans/file", { form, query }),
		territoryPlan: (id: string) => call<TerritoryPlanJson>("GET", `/territories/plans/${id}`),
		updateTerritoryPlan: (id: string, body: z.input<typeof updatePlanRequest>) =>
			call<TerritoryPlanJson>("PUT", `/territories/plans/${id}`, { body }),
		deleteTerritoryPlan: (id: string) => call<void>("DELETE", `/territories/plans/${id}`),
		territoryUnits: (id: string) => call<{ items: PlanUnitJson[] }>("GET", `/territories/plans/${id}/units`),
		territoryMap: (id: string) => call<PlanMapJson>("GET", `/territories/plans/${id}/map`),
		startTerritoryRun: (id: string, body: z.input<typeof startRunRequest>) =>
			call<TerritoryRunJson>("POST", `/territories/plans/${id}/runs`, { body }),
		territoryRun: (id: string) => call<TerritoryRunJson>("GET", `/territories/runs/${id}`),
		cancelTerritoryRun: (id: string) => call<TerritoryRunJson>("POST", `/territories/runs/${id}/cancel`),
		moveTerritoryUnits: (id: string, body: z.input<typeof moveUnitsRequest>) =>
			call<MoveEffectJson>("POST", `/territories/plans/${id}/moves`, { body }),
		lockTerritoryUnits: (id: string, body: z.input<typeof lockUnitsRequest>) =>
			call<TerritoryPlanJson>("PUT", `/territories/plans/${id}/locks`, { body }),
		updateTerritoryDistricts: (id: string, body: z.input<typeof updateDistrictsRequest>) =>
			call<TerritoryPlanJson>("PUT", `/territories/plans/${id}/districts`, { body }),
		chooseTerritoryAlternative: (id: string, body: z.input<typeof chooseAlternativeRequest>) =>
			call<TerritoryPlanJson>("POST", `/territories/plans/${id}/choose`, { body }),
		submitTerritoryPlan: (id: string, body: z.input<typeof submitPlanRequest>) =>
			call<TerritoryPlanJson>("POST", `/territories/plans/${id}/submit`, { body }),
		withdrawTerritoryPlan: (id: string) => call<TerritoryPlanJson>("POST", `/territories/plans/${id}/withdraw`),
		decideTerritoryPlan: (id: string, body: z.input<typeof decidePlanRequest>) =>
			call<TerritoryPlanJson>("POST", `/territories/plans/${id}/decide`, { body }),
		applyTerritoryPlan: (id: string) => call<TerritoryPlanJson>("POST", `/territories/plans/${id}/apply`),
		undoTerritoryPlan: (id: string) => call<TerritoryPlanJson>("POST", `/territories/plans/${id}/undo`),
		territoryView: (id: string) => call<View>("GET", `/territories/${id}/view`),
		territoryAdvice: () => call<TerritoryAdviceJson>("GET", "/territories/advice"),
		placeInTerritory: (body: z.input<typeof placeRequest>) => call<PlacingJson>("POST", "/territories/place", { body }),

		scenarios: () => call<ScenarioListJson>("GET", "/forecasts/scenarios"),
		modelScenario: (body: z.input<typeof modelScenarioRequest>, key: string) =>
			call<ScenarioJson>("POST", "/forecasts/scenarios/model", { body, key }),
		scenario: (id: string) => call<ScenarioJson>("GET", `/forecasts/scenarios/${id}`),
		updateScenario: (id: string, body: z.input<typeof updateScenarioRequest>) =>
			call<ScenarioJson>("PUT", `/forecasts/scenarios/${id}`, { body }),
		deleteScenario: (id: string) => call<void>("DELETE", `/forecasts/scenarios/${id}`),
		quotaPlans: () => call<QuotaPlanListJson>("GET", "/quota-plans"),
		createQuotaPlan: (body: z.input<typeof createQuotaPlanRequest>, key: string) =>
			call<QuotaPlanJson>("POST", "/quota-plans", { body, key }),
		quotaPlan: (id: string) => call<QuotaPlanJson>("GET", `/quota-plans/${id}`),
		updateQuotaPlan: (id: string, body: z.input<typeof updateQuotaPlanRequest>) =>
			call<QuotaPlanJson>("PUT", `/quota-plans/${id}`, { body }),
		deleteQuotaPlan: (id: string) => call<void>("DELETE", `/quota-plans/${id}`),
		stepQuotaPlan: (
			id: string,
			step: "versions" | "submit" | "withdraw" | "publish",
			body: z.input<typeof quotaPlanStepRequest>,
		) => call<QuotaPlanJson>("POST", `/quota-plans/${id}/${step}`, { body }),
		bidQuota: (id: string, body: z.input<typeof bidQuotaRequest>) =>
			call<QuotaPlanJson>("PUT", `/quota-plans/${id}/bids`, { body }),
		decideQuotaPlan: (id: string, body: z.input<typeof decideQuotaPlanRequest>) =>
			call<QuotaPlanJson>("POST", `/quota-plans/${id}/decide`, { body }),
		compareQuotaPlan: (id: string, query: z.input<typeof compareQuotaPlanQuery>) =>
			call<QuotaPlanComparisonJson>("GET", `/quota-plans/${id}/compare`, { query }),
		quotas: (query: Query<typeof quotasQuery> = {}) => call<QuotaStandingsJson>("GET", "/quotas", { query }),
		myQuota: (query: Query<typeof forecastQuery> = {}) => call<MyQuotaJson>("GET", "/quotas/mine", { query }),
		quotaRequests: () => call<QuotaRequestListJson>("GET", "/quota-requests"),
		askForQuota: (body: z.input<typeof askQuotaRequest>, key: string) =>
			call<QuotaRequestJson>("POST", "/quota-requests", { body, key }),
		decideQuotaRequest: (id: string, body: z.input<typeof decideQuotaRequest>) =>
			call<QuotaRequestJson>("POST", `/quota-requests/${id}/decide`, { body }),
		performance: (query: Query<typeof performanceQuery> = {}) =>
			call<PerformanceJson>("GET", "/performance", { query }),
		coverage: () => call<CoverageJson>("GET", "/coverage"),
		updateCoverageNorms: (body: z.input<typeof putCoverageNormsRequest>) =>
			call<CoverageJson>("PUT", "/coverage/norms", { body }),
		updateRepHours: (body: z.input<typeof putRepHoursRequest>) =>
			call<CoverageJson>("PUT", "/coverage/hours", { body }),
		potential: () => call<PotentialJson>("GET", "/potential"),
		makePotentialLeads: (body: z.input<typeof makePotentialLeadsRequest>, key: string) =>
			call<PotentialLeadsJson>("POST", "/potential/leads", { body, key }),
		previewMarketTable: (body: z.input<typeof previewMarketRequest>) =>
			call<MarketPreviewJson>("POST", "/market-tables/preview", { body }),
		createMarketTable: (body: z.input<typeof createMarketTableRequest>, key: string) =>
			call<MarketTableJson>("POST", "/market-tables", { body, key }),
		updateMarketTable: (id: string, body: z.input<typeof updateMarketTableRequest>) =>
			call<MarketTableJson>("PUT", `/market-tables/${id}`, { body }),
		deleteMarketTable: (id: string) => call<void>("DELETE", `/market-tables/${id}`),
		pipelineFlow: (query: Query<typeof flowQuery> = {}) => call<PipelineFlowJson>("GET", "/pipeline/flow", { query }),
		pipelineHealth: (query: { teamId?: string; ownerId?: string } = {}) =>
			call<PipelineHealthJson>("GET", "/pipeline/health", { query }),
		stages: () =>
			call<{ items: { id: string; pipelineId: string; name: string; position: number; kind: string }[] }>(
				"GET",
				"/stages",
			),
		imports: () => call<{ items: ImportJson[] }>("GET", "/imports"),
		import: (id: string) => call<ImportJson>("GET", `/imports/${id}`),
		upload: (form: FormData) => call<ImportJson>("POST", "/imports", { form }),
		planImport: (id: string, body: z.input<typeof importPlanRequest>) =>
			call<ImportJson>("PUT", `/imports/${id}/plan`, { body }),
		runImport: (id: string) => call<ImportJson>("POST", `/imports/${id}/run`, { body: {} }),
		cancelImport: (id: string) => call<ImportJson>("POST", `/imports/${id}/cancel`, { body: {} }),
		undoImport: (id: string) => call<ImportJson>("POST", `/imports/${id}/undo`, { body: {} }),
		meetings: (query: Query<typeof meetingQuery> = {}) => call<Page<MeetingJson>>("GET", "/meetings", { query }),
		createMeeting: (body: z.input<typeof createMeetingRequest>, key?: string) =>
			call<MeetingPageJson>("POST", "/meetings", { body, ...(key ? { key } : {}) }),
		meeting: (id: string) => call<MeetingPageJson>("GET", `/meetings/${id}`),
		updateMeeting: (id: string, body: z.input<typeof updateMeetingRequest>) =>
			call<MeetingPageJson>("PATCH", `/meetings/${id}`, { body }),
		deleteMeeting: (id: string) => call<void>("DELETE", `/meetings/${id}`),
		meetingTranscript: (id: string) => call<MeetingTranscriptJson>("GET", `/meetings/${id}/transcript`),
		meetingSummary: (id: string) => call<MeetingSummaryJson>("GET", `/meetings/${id}/summary`),
		searchMeetings: (query: z.input<typeof meetingSearchQuery>) =>
			call<MeetingSearchJson>("GET", "/meetings/search", { query }),
		takeTranscript: (body: z.input<typeof takeTranscriptRequest>) =>
			call<TakenMeetingJson>("POST", "/meetings/transcripts", { body }),
		uploadMeetingFile: (form: FormData, query: Query<typeof uploadQuery> = {}) =>
			call<TakenMeetingJson>("POST", "/meetings/files", { form, query }),
		pushSegments: (id: string, body: z.input<typeof pushSegmentsRequest>) =>
			call<{ fresh: number }>("POST", `/meetings/${id}/segments`, { body }),
		editSegment: (id: string, segmentId: string, body: z.input<typeof editSegmentRequest>) =>
			call<MeetingTranscriptJson>("PATCH", `/meetings/${id}/segments/${encodeURIComponent(segmentId)}`, { body }),
		editParticipant: (id: string, participantId: string, body: z.input<typeof editParticipantRequest>) =>
			call<MeetingTranscriptJson>("PATCH", `/meetings/${id}/participants/${participantId}`, { body }),
		swapParticipants: (id: string, one: string, other: string) =>
			call<MeetingTranscriptJson>("POST", `/meetings/${id}/participants/swap`, { body: { one, other } }),
		remakeStep: (id: string, step: string) =>
			call<MeetingPageJson>("POST", `/meetings/${id}/steps/${step}`, { body: {} }),
		addMeetingAction: (id: string, body: z.input<typeof addActionRequest>) =>
			call<MeetingSummaryJson>("POST", `/meetings/${id}/actions`, { body }),
		editMeetingAction: (id: string, actionId: string, body: z.input<typeof editActionRequest>) =>
			call<MeetingSummaryJson>("PATCH", `/meetings/${id}/actions/${actionId}`, { body }),
		foundActions: () => call<{ items: FoundActionJson[] }>("GET", "/actions/found"),
		makeMeetingTask: (id: string, actionId: string) =>
			call<MeetingSummaryJson>("POST", `/meetings/${id}/actions/${actionId}/task`, { body: {} }),
		sayInsight: (id: string, foundId: string, body: z.input<typeof sayInsightRequest>) =>
			call<MeetingSummaryJson>("PATCH", `/meetings/${id}/insights/${encodeURIComponent(foundId)}`, { body }),
		writeMeetingText: (id: string, kind: "summary" | "email", body: z.input<typeof writeTextRequest>) =>
			call<MeetingSummaryJson>("PUT", `/meetings/${id}/texts/${kind}`, { body }),
		addMeetingNote: (id: string, body: z.input<typeof addNoteRequest>) =>
			call<MeetingSummaryJson>("POST", `/meetings/${id}/notes`, { body }),
		removeMeetingNote: (id: string, noteId: string) => call<void>("DELETE", `/meetings/${id}/notes/${noteId}`),
		recordConsent: (id: string, body: z.input<typeof recordConsentRequest>) =>
			call<MeetingPageJson>("POST", `/meetings/${id}/consents`, { body }),
		exportMeeting: async (id: string, body: z.input<typeof exportMeetingRequest>) =>
			(await send("POST", `/meetings/${id}/export`, { body, accept: "*/*" })).blob(),
		recording: (id: string) => call<RecordingJson>("GET", `/recordings/${id}`),
		recordingFile: async (id: string) => (await send("GET", `/recordings/${id}/download`, { accept: "*/*" })).blob(),
		deleteRecording: (id: string) => call<void>("DELETE", `/recordings/${id}`),
		teamAnalytics: (teamId: string) => call<TeamAnalyticsJson>("GET", `/analytics/team/${teamId}`),
		userAnalytics: (userId: string) => call<UserAnalyticsJson>("GET", `/analytics/user/${userId}`),
		myCoaching: () => call<MyCoachingJson>("GET", "/coaching/mine"),
		preferCoaching: (body: z.input<typeof preferencesRequest>) =>
			call<MyCoachingJson>("PUT", "/coaching/preferences", { body }),
		coachingSettings: () => call<CoachingSettingsJson>("GET", "/coaching/settings"),
		setCoachingSettings: (body: z.input<typeof coachingSettingsJson>) =>
			call<CoachingSettingsJson>("PUT", "/coaching/settings", { body }),
		coachingPlans: () => call<{ items: CoachingPlanJson[] }>("GET", "/coaching/plans"),
		createCoachingPlan: (body: z.input<typeof createCoachingPlanRequest>) =>
			call<CoachingPlanJson>("POST", "/coaching/plans", { body }),
		updateCoachingPlan: (id: string, body: z.input<typeof updateCoachingPlanRequest>) =>
			call<CoachingPlanJson>("PATCH", `/coaching/plans/${id}`, { body }),
		shareExample: (body: z.input<typeof shareExampleRequest>) =>
			call<MyCoachingJson>("POST", "/coaching/examples", { body }),
		unshareExample: (id: string) => call<void>("DELETE", `/coaching/examples/${id}`),
		trackers: () => call<{ items: TrackerJson[] }>("GET", "/coaching/trackers"),
		createTracker: (body: z.input<typeof createTrackerRequest>) =>
			call<TrackerJson>("POST", "/coaching/trackers", { body }),
		updateTracker: (id: string, body: z.input<typeof updateTrackerRequest>) =>
			call<TrackerJson>("PUT", `/coaching/trackers/${id}`, { body }),
		deleteTracker: (id: string) => call<void>("DELETE", `/coaching/trackers/${id}`),
		tryTracker: (id: string) => call<TrackerTrialJson>("POST", `/coaching/trackers/${id}/try`, { body: {} }),
		judgeHit: (id: string, body: z.input<typeof judgeHitRequest>) =>
			call<TrackerJson>("POST", `/coaching/trackers/${id}/judgements`, { body }),
		mails: () => call<MailboxJson>("GET", "/mails"),
		mail: (id: string) => call<MailTextJson>("GET", `/mails/${id}`),
		retryMail: (id: string) => call<MailJson>("POST", `/mails/${id}/retry`, { body: {} }),
		liveTicket: (id: string) => call<LiveTicketJson>("POST", `/meetings/${id}/live`, { body: {} }),
		meetingBrief: (id: string) => call<MeetingBriefJson>("GET", `/meetings/${id}/brief`),
		playSampleCall: (lang: string, meetingId?: string) =>
			call<{ meetingId: string }>("POST", "/sample-calls", { body: { lang, ...(meetingId && { meetingId }) } }),
		jobs: () => call<{ items: JobJson[] }>("GET", "/jobs"),
		retryJob: (id: string) => call<JobJson>("POST", `/jobs/${encodeURIComponent(id)}/retry`, { body: {} }),
		cancelJob: (id: string) => call<void>("POST", `/jobs/${encodeURIComponent(id)}/cancel`, { body: {} }),
	};
}
export type Client = ReturnType<typeof createClient>;

function search(query: object | undefined): string {
	const pairs = Object.entries(query ?? {}).filter(([, v]) => v !== undefined && v !== "");
	return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}`;
}

async function faultOf(response: Response): Promise<CourtsideError> {
	const problem = asProblem(await response.json().catch(() => null));
	if (!problem) {
		return new CourtsideError(
			"unavailable",
			`The server answered ${response.status} without saying why. Try again in a moment.`,
		);
	}
	const { code, detail, errors, requestId } = problem;
	return new CourtsideError(code, detail, { ...(errors ? { errors } : {}), ...(requestId ? { requestId } : {}) });
}

/** Read by hand: the client runs in browsers, and the schemas would weigh more than the rest of the page. */
function asProblem(body: unknown): Problem | null {
	const { code, detail } = (body ?? {}) as Partial<Problem>;
	if (typeof code !== "string" || !(code in ERROR_STATUS) || typeof detail !== "string") return null;
	return { ...(body as Problem), code: code as ErrorCode };
}
