// Made from the server's declarations (backend/app, Parameters.java) by its test
// MadeFromParametersTest, which also fails when this file is out of date. Edit those instead.

/** The settings of a stream by their names on the wire. */
export interface StreamSettings {
  /** What to draw. (word:1.3) makes a word count more and [word] less; a fox AND a castle :0.5 mixes two prompts. */
  readonly prompt: string;
  /** What to keep out of the picture. Only the guidance types initialize and full use it. */
  readonly negative_prompt: string;
  /** How much the picture is to look like the image prompt; 0 is not at all. */
  readonly ip_adapter_scale?: number;
  /** Repaint the whole frame, or only the person. */
  readonly mode: 'full' | 'human';
  /** Repaint the frames that come in (frames), or paint from the prompt alone (none). */
  readonly input: 'frames' | 'none';
  /** How far the painting may move away from the input. */
  readonly strength: number;
  /** How closely the picture keeps the shapes of what comes in; 0 is not at all. */
  readonly control_strength?: number;
  /** Part of the way from noise to picture at which the shapes begin to count. */
  readonly control_start?: number;
  /** Part of the way from noise to picture up to which the shapes count. */
  readonly control_end?: number;
  /** How much the styles or things count that were added to the model (LoRA); 0 is not at all. */
  readonly lora_scale?: number;
  /** Width of the picture in pixels. */
  readonly width: number;
  /** Height of the picture in pixels. */
  readonly height: number;
  /** When a frame has another shape than the picture: cut off its edges (crop), or show all of it between black bars (letterbox). */
  readonly fit: 'crop' | 'letterbox';
  /** How many times each picture is gone over. More looks cleaner, but comes later: by one picture for each. */
  readonly steps: number;
  /** Up to 8 rising indices from 0 to 49 into the 50-step grid, such as 16,32,45. They replace strength and steps; empty leaves it to those. */
  readonly t_index_list: string;
  /** The noise every picture starts from; the same seed gives the same picture. */
  readonly seed: number;
  /** Starts every frame from new noise. */
  readonly random_seed: boolean;
  /** How many frames the picture takes to turn into what a new prompt asks for; 0 changes it at once. */
  readonly transition_frames: number;
  /** How fast the picture dreams on by itself: 0 stands still, 0.02 is slow. */
  readonly seed_walk: number;
  /** Calms flicker where the scene stands still; what moves stays sharp. */
  readonly smoothing: number;
  /** Which way the prompt is made to count more: self and initialize (StreamDiffusion's residual guidance) cost little, full doubles the work. */
  readonly cfg_type: 'none' | 'self' | 'initialize' | 'full';
  /** How strictly to follow the prompt; 1 is off. */
  readonly guidance_scale: number;
  /** How far the guidance types self and initialize correct each step by what the step before left over. */
  readonly delta: number;
  /** The picture, the matte of the person (white is repainted), or the frame with a tint over what stays as it is. */
  readonly matte_view: 'off' | 'matte' | 'overlay';
  /** Keeps the person and repaints everything else. */
  readonly matte_invert: boolean;
  /** By how many pixels the repainted part is larger than the person; below 0 it is smaller. */
  readonly matte_grow: number;
  /** Over how many pixels the edge of the person fades. */
  readonly matte_feather: number;
  /** Mix the edge as light adds up in the world (linear), or as the picture file's values (gamma). */
  readonly matte_light: 'linear' | 'gamma';
  /** Part of the frame's size at which the person is looked for; less is faster and coarser. */
  readonly matte_ratio?: 'auto' | '0.25' | '0.375' | '0.5' | '0.75' | '1';
  /** Skips frames that hardly differ from the last one. */
  readonly similarity_filter: boolean;
  /** How alike two frames must be (cosine similarity) before one is likely to be skipped. */
  readonly similarity_threshold: number;
  /** After this many skipped frames in a row, one is painted anyway. */
  readonly max_skipped_frames: number;
  /** Keeps the last picture; nothing is painted meanwhile. */
  readonly freeze: boolean;
  /** A lower limit leaves more of the engine to the others. */
  readonly max_fps: number;
  /** Quality of the pictures that are sent; higher is sharper and larger. */
  readonly jpeg_quality: number;
}

/** The name of a setting. */
export type SettingName = keyof StreamSettings;
