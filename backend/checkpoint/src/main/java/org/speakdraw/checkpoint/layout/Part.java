package org.speakdraw.checkpoint.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Supplier;
import org.speakdraw.checkpoint.graph.Weights;

/**
 * One network of a checkpoint.
 *
 * @param config    as diffusers or transformers write it
 * @param weights   by the names of diffusers or transformers
 * @param untouched asked after all weights have been taken: the names of those that nobody wanted
 */
public record Part(JsonNode config, Weights weights, Supplier<List<String>> untouched) {}
