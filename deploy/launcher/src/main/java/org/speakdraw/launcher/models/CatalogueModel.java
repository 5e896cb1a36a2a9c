package org.speakdraw.launcher.models;

import java.util.List;

/**
 * A model that can be fetched.
 *
 * @param name    what the user types; also the folder's name
 * @param title   for people
 * @param part    folder of a bundle it belongs in ({@code speech}, {@code matting}); empty for a whole bundle
 * @param licence name of the licence and where to read it
 * @param use     who may use it for what, in a few words
 * @param needs   what it runs on, in words
 * @param bytes   of all files together, roughly
 * @param files   all that are fetched
 * @param shipped what the sources lack
 * @param made    as {@code models import} takes it, where the model is made of a checkpoint; empty: it comes as it is
 */
record CatalogueModel(
        String name,
        String title,
        String part,
        String licence,
        String use,
        String needs,
        long bytes,
        List<CatalogueFile> files,
        List<ShippedFile> shipped,
        List<String> made) {

    CatalogueModel {
        files = List.copyOf(files);
        shipped = List.copyOf(shipped);
        made = List.copyOf(made);
    }

    /** How it is known whether the right files came, in a few words. */
    String checkedBy() {
        long digests = files.stream().filter(CatalogueFile::isKnown).count();
        if (!made.isEmpty()) {
            boolean pinned = made.stream()
                    .filter(HubAddress::isMeantBy)
                    .allMatch(address -> HubAddress.parse(address).namesCommit());
            return pinned ? "hub" : "hub, newest version";
        }
        return digests == files.size() ? "SHA-256" : "SHA-256: " + digests + " of " + files.size() + ", hub";
    }
}
