package org.speakdraw.inference;

import java.nio.charset.StandardCharsets;

/**
 * What tells programs that a picture or film was made by AI: XMP (ISO 16684-1) with IPTC's digital source type. It is the
 * same for all of them, and says nothing of who made it or from what.
 */
public final class AiMark {

    /** The digital source type: https://cv.iptc.org/newscodes/digitalsourcetype. */
    public static final String DIGITAL_SOURCE_TYPE =
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

    /** The same for a person who looks at a file's properties. */
    public static final String NOTE = "Made by AI (Realtime SpeakDraw)";

    private static final String XMP = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/">\
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
            <rdf:Description rdf:about="" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" \
            e:DigitalSourceType="%s"/></rdf:RDF></x:xmpmeta>""".formatted(DIGITAL_SOURCE_TYPE);

    private AiMark() {}

    /** The XMP packet, UTF-8; a new array. */
    public static byte[] xmp() {
        return XMP.getBytes(StandardCharsets.UTF_8);
    }
}
