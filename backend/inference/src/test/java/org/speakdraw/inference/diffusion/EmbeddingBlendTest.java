package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EmbeddingBlendTest {

    private static final Offset<Double> ROUNDING = within(1e-5);

    @Test
    void emphasisKeepsTheMeanOfAllValues() {
        TextEmbedding plain = new TextEmbedding(2, 2, new float[] {1, 3, 2, 2});
        TextEmbedding emphasised = EmbeddingBlend.emphasised(plain, new float[] {1, 1.5f});
        // The weighted values 1, 3, 3, 3 add up to 10 where there were 8.
        assertThat(emphasised.toArray()).containsExactly(new float[] {0.8f, 2.4f, 2.4f, 2.4f}, within(1e-6f));
        assertThat(EmbeddingBlend.emphasised(plain, new float[] {1, 1})).isSameAs(plain);
    }

    @Test
    void emphasisLeavesTheSizeAloneWhereTheMeanSaysNothing() {
        TextEmbedding balanced = new TextEmbedding(2, 1, new float[] {1, -1.001f});
        assertThat(EmbeddingBlend.emphasised(balanced, new float[] {1, 0.5f}).toArray())
                .containsExactly(1, -0.5005f);
        TextEmbedding silenced = EmbeddingBlend.emphasised(balanced, new float[] {0, 0});
        assertThat(silenced.toArray()).containsExactly(new float[2], within(0f));
    }

    @Test
    void halfWayOnTheCircleIsAsLongAsItsEnds() {
        TextEmbedding east = new TextEmbedding(2, 2, new float[] {2, 0, 1, 1});
        TextEmbedding north = new TextEmbedding(2, 2, new float[] {0, 2, 1, 1});
        float[] between = EmbeddingBlend.between(east, north, 0.5).toArray();
        assertThat(Math.hypot(between[0], between[1])).isCloseTo(2, ROUNDING);
        assertThat(between[0]).isEqualTo(between[1]);
        // A row that both share stays as it is.
        assertThat(between[2]).isEqualTo(1);
        assertThat(EmbeddingBlend.between(east, north, 0)).isSameAs(east);
        assertThat(EmbeddingBlend.between(east, north, 1)).isSameAs(north);
    }

    @Test
    void whatIsNearlyParallelOrOpposedIsInterpolatedLinearly() {
        float[] from = {1, 0, 1, 0, 0, 0};
        float[] to = {1, 1e-4f, -1, 1e-4f, 3, 4};
        float[] between = Slerp.rows(from, to, 2, 0.25);
        assertThat(between).containsExactly(new float[] {1, 2.5e-5f, 0.5f, 2.5e-5f, 0.75f, 1}, within(1e-6f));
    }

    @Test
    void severalAreTheirWeightedMeanAsLongAsTheyAre() {
        List<TextEmbedding> axes = List.of(
                new TextEmbedding(1, 3, new float[] {3, 0, 0}),
                new TextEmbedding(1, 3, new float[] {0, 3, 0}),
                new TextEmbedding(1, 3, new float[] {0, 0, 3}));
        float[] mixed = EmbeddingBlend.mixed(axes, List.of(0.5f, 0.5f, 0f)).toArray();
        assertThat(mixed[0]).isEqualTo(mixed[1]);
        assertThat(mixed[2]).isZero();
        assertThat(Math.hypot(mixed[0], mixed[1])).isCloseTo(3, ROUNDING);
        assertThat(EmbeddingBlend.mixed(axes.subList(0, 1), List.of(1f))).isSameAs(axes.get(0));
        assertThat(EmbeddingBlend.mixed(axes.subList(0, 2), List.of(0f, 1f))).isSameAs(axes.get(1));
    }

    @Test
    void opposedEmbeddingsDoNotDivideByZero() {
        List<TextEmbedding> opposed = List.of(
                new TextEmbedding(1, 2, new float[] {1, 0}),
                new TextEmbedding(1, 2, new float[] {-1, 0}),
                new TextEmbedding(1, 2, new float[] {0, 0}));
        assertThat(EmbeddingBlend.mixed(opposed, List.of(0.5f, 0.5f, 0f)).toArray())
                .containsExactly(0, 0);
    }
}
