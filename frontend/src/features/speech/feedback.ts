/** What a spoken sentence did. */
export interface Feedback {
  readonly text: string;
  /** Only for assistive technology: everybody else sees it elsewhere. */
  readonly unseen?: boolean;
}
