/** The media types of reports that are taken along. */
export const REPORT_TYPES = {
	pdf: "application/pdf",
	xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;
