-- Presets to start with: what a small model knows as well as a large one, objects and faces in one style each. They name no
-- settings, so that every bundle paints them with its own. Their pictures are resources of the server, by slug.

insert into preset (id, slug, name, prompt, tags, visibility, created_at)
select md5('speakdraw preset ' || slug)::uuid, slug, name, prompt, string_to_array(tags, ','), 'everyone',
       timestamptz '2026-11-01 00:00:00+00' - place * interval '1 second'
from (values
    (1, 'red-apple', 'Red apple', 'a red apple, 3d', 'food,3d'),
    (2, 'watercolour-fox', 'Fox in watercolour', 'a fox, watercolour', 'animals,watercolour'),
    (3, 'pencil-cat', 'Cat in pencil', 'a cat, pencil sketch', 'animals,pencil'),
    (4, 'ink-owl', 'Owl in ink', 'an owl, ink drawing', 'animals,ink'),
    (5, 'comic-dog', 'Comic dog', 'a dog, comic', 'animals,comic'),
    (6, 'pixel-fish', 'Pixel fish', 'an orange fish, pixel art', 'animals,pixel art'),
    (7, 'neon-butterfly', 'Neon butterfly', 'a butterfly, neon', 'animals,neon'),
    (8, 'oil-horse', 'Horse in oil', 'a horse, oil painting', 'animals,oil painting'),
    (9, 'cartoon-bear', 'Cartoon bear', 'a brown bear, cartoon', 'animals,cartoon'),
    (10, 'penguin-3d', 'Penguin in 3D', 'a penguin, 3d', 'animals,3d'),
    (11, 'night-whale', 'Whale at night', 'a whale, night', 'animals,night'),
    (12, 'comic-burger', 'Comic hamburger', 'a hamburger, comic', 'food,comic'),
    (13, 'watercolour-cake', 'Birthday cake in watercolour', 'a birthday cake, watercolour', 'food,watercolour'),
    (14, 'pixel-pizza', 'Pixel pizza', 'a pizza, pixel art', 'food,pixel art'),
    (15, 'oil-grapes', 'Still life with grapes', 'grapes and a pear, oil painting', 'food,oil painting'),
    (16, 'flat-ice-cream', 'Flat ice cream', 'an ice cream, flat', 'food,flat'),
    (17, 'sketch-portrait', 'Sketched portrait', 'a smiling face, pencil sketch', 'faces,pencil'),
    (18, 'comic-hero', 'Superhero', 'a superhero, comic', 'faces,comic'),
    (19, 'robot-3d', 'Robot', 'a robot, 3d', 'faces,3d'),
    (20, 'old-photograph', 'Old photograph', 'a person, old photograph', 'faces,old photograph'),
    (21, 'thermal-portrait', 'Thermal camera', 'a person, thermal', 'faces,thermal'),
    (22, 'neon-face', 'Neon face', 'a face, neon', 'faces,neon'),
    (23, 'oil-thunderstorm', 'Thunderstorm in oil', 'a thunder cloud with lightning, oil painting', 'weather,oil painting'),
    (24, 'watercolour-rainbow', 'Rainbow in watercolour', 'a rainbow, watercolour', 'weather,watercolour'),
    (25, 'cartoon-snowman', 'Snowman', 'a snowman, cartoon', 'weather,cartoon'),
    (26, 'golden-sunset', 'Golden hour', 'a sun over the sea, golden hour', 'weather,golden hour'),
    (27, 'ink-moon', 'Moon in ink', 'a moon, ink drawing', 'weather,ink'),
    (28, 'green-forest', 'Green forest', 'a green tree, watercolour', 'nature,watercolour'),
    (29, 'purple-flower', 'Purple flower', 'a purple flower, pencil sketch', 'nature,pencil'),
    (30, 'flat-rocket', 'Flat rocket', 'a rocket, flat', 'space,flat')
) as built_in (place, slug, name, prompt, tags);
