import Archive from '@lucide/svelte/icons/archive';
import Atom from '@lucide/svelte/icons/atom';
import Award from '@lucide/svelte/icons/award';
import Banknote from '@lucide/svelte/icons/banknote';
import Bell from '@lucide/svelte/icons/bell';
import Bike from '@lucide/svelte/icons/bike';
import Book from '@lucide/svelte/icons/book';
import BookOpen from '@lucide/svelte/icons/book-open';
import Bookmark from '@lucide/svelte/icons/bookmark';
import Bot from '@lucide/svelte/icons/bot';
import Box from '@lucide/svelte/icons/box';
import Brain from '@lucide/svelte/icons/brain';
import Briefcase from '@lucide/svelte/icons/briefcase';
import Bug from '@lucide/svelte/icons/bug';
import Building from '@lucide/svelte/icons/building';
import Cake from '@lucide/svelte/icons/cake';
import Calculator from '@lucide/svelte/icons/calculator';
import Calendar from '@lucide/svelte/icons/calendar';
import Camera from '@lucide/svelte/icons/camera';
import Car from '@lucide/svelte/icons/car';
import Cat from '@lucide/svelte/icons/cat';
import ChartLine from '@lucide/svelte/icons/chart-line';
import ChefHat from '@lucide/svelte/icons/chef-hat';
import Clapperboard from '@lucide/svelte/icons/clapperboard';
import Clipboard from '@lucide/svelte/icons/clipboard';
import Clock from '@lucide/svelte/icons/clock';
import Cloud from '@lucide/svelte/icons/cloud';
import Code from '@lucide/svelte/icons/code';
import Coffee from '@lucide/svelte/icons/coffee';
import Compass from '@lucide/svelte/icons/compass';
import Cpu from '@lucide/svelte/icons/cpu';
import CreditCard from '@lucide/svelte/icons/credit-card';
import Crown from '@lucide/svelte/icons/crown';
import Database from '@lucide/svelte/icons/database';
import Dices from '@lucide/svelte/icons/dices';
import Dna from '@lucide/svelte/icons/dna';
import Dog from '@lucide/svelte/icons/dog';
import Dumbbell from '@lucide/svelte/icons/dumbbell';
import Factory from '@lucide/svelte/icons/factory';
import Feather from '@lucide/svelte/icons/feather';
import FileText from '@lucide/svelte/icons/file-text';
import Film from '@lucide/svelte/icons/film';
import Flag from '@lucide/svelte/icons/flag';
import Flame from '@lucide/svelte/icons/flame';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import Flower from '@lucide/svelte/icons/flower';
import Folder from '@lucide/svelte/icons/folder';
import Gamepad2 from '@lucide/svelte/icons/gamepad-2';
import Gem from '@lucide/svelte/icons/gem';
import Gift from '@lucide/svelte/icons/gift';
import Globe from '@lucide/svelte/icons/globe';
import GraduationCap from '@lucide/svelte/icons/graduation-cap';
import Hammer from '@lucide/svelte/icons/hammer';
import Handshake from '@lucide/svelte/icons/handshake';
import Headphones from '@lucide/svelte/icons/headphones';
import Heart from '@lucide/svelte/icons/heart';
import HeartPulse from '@lucide/svelte/icons/heart-pulse';
import House from '@lucide/svelte/icons/house';
import ImageIcon from '@lucide/svelte/icons/image';
import Key from '@lucide/svelte/icons/key';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Landmark from '@lucide/svelte/icons/landmark';
import Languages from '@lucide/svelte/icons/languages';
import Laptop from '@lucide/svelte/icons/laptop';
import Leaf from '@lucide/svelte/icons/leaf';
import Library from '@lucide/svelte/icons/library';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Lock from '@lucide/svelte/icons/lock';
import Mail from '@lucide/svelte/icons/mail';
import MapIcon from '@lucide/svelte/icons/map';
import Megaphone from '@lucide/svelte/icons/megaphone';
import Microscope from '@lucide/svelte/icons/microscope';
import Mountain from '@lucide/svelte/icons/mountain';
import Music from '@lucide/svelte/icons/music';
import Newspaper from '@lucide/svelte/icons/newspaper';
import Notebook from '@lucide/svelte/icons/notebook';
import Palette from '@lucide/svelte/icons/palette';
import Paperclip from '@lucide/svelte/icons/paperclip';
import Plane from '@lucide/svelte/icons/plane';
import Puzzle from '@lucide/svelte/icons/puzzle';
import Quote from '@lucide/svelte/icons/quote';
import Rocket from '@lucide/svelte/icons/rocket';
import Scale from '@lucide/svelte/icons/scale';
import Shield from '@lucide/svelte/icons/shield';
import ShoppingCart from '@lucide/svelte/icons/shopping-cart';
import Sprout from '@lucide/svelte/icons/sprout';
import Star from '@lucide/svelte/icons/star';
import Telescope from '@lucide/svelte/icons/telescope';
import Terminal from '@lucide/svelte/icons/terminal';
import Trees from '@lucide/svelte/icons/trees';
import Trophy from '@lucide/svelte/icons/trophy';
import Users from '@lucide/svelte/icons/users';
import Utensils from '@lucide/svelte/icons/utensils';
import Wrench from '@lucide/svelte/icons/wrench';
import Zap from '@lucide/svelte/icons/zap';

import type { IconComponent } from './icon';

/**
 * The pictures that a category or a saved search can bear, by the names they are stored under. They are a chunk of
 * their own: most libraries need none of them for the first frame.
 */
export const ICONS: ReadonlyMap<string, IconComponent> = new Map<string, IconComponent>([
  ['archive', Archive],
  ['atom', Atom],
  ['award', Award],
  ['banknote', Banknote],
  ['bell', Bell],
  ['bike', Bike],
  ['book', Book],
  ['book-open', BookOpen],
  ['bookmark', Bookmark],
  ['bot', Bot],
  ['box', Box],
  ['brain', Brain],
  ['briefcase', Briefcase],
  ['bug', Bug],
  ['building', Building],
  ['cake', Cake],
  ['calculator', Calculator],
  ['calendar', Calendar],
  ['camera', Camera],
  ['car', Car],
  ['cat', Cat],
  ['chart-line', ChartLine],
  ['chef-hat', ChefHat],
  ['clapperboard', Clapperboard],
  ['clipboard', Clipboard],
  ['clock', Clock],
  ['cloud', Cloud],
  ['code', Code],
  ['coffee', Coffee],
  ['compass', Compass],
  ['cpu', Cpu],
  ['credit-card', CreditCard],
  ['crown', Crown],
  ['database', Database],
  ['dices', Dices],
  ['dna', Dna],
  ['dog', Dog],
  ['dumbbell', Dumbbell],
  ['factory', Factory],
  ['feather', Feather],
  ['file-text', FileText],
  ['film', Film],
  ['flag', Flag],
  ['flame', Flame],
  ['flask-conical', FlaskConical],
  ['flower', Flower],
  ['folder', Folder],
  ['gamepad-2', Gamepad2],
  ['gem', Gem],
  ['gift', Gift],
  ['globe', Globe],
  ['graduation-cap', GraduationCap],
  ['hammer', Hammer],
  ['handshake', Handshake],
  ['headphones', Headphones],
  ['heart', Heart],
  ['heart-pulse', HeartPulse],
  ['house', House],
  ['image', ImageIcon],
  ['key', Key],
  ['keyboard', Keyboard],
  ['landmark', Landmark],
  ['languages', Languages],
  ['laptop', Laptop],
  ['leaf', Leaf],
  ['library', Library],
  ['lightbulb', Lightbulb],
  ['list-checks', ListChecks],
  ['lock', Lock],
  ['mail', Mail],
  ['map', MapIcon],
  ['megaphone', Megaphone],
  ['microscope', Microscope],
  ['mountain', Mountain],
  ['music', Music],
  ['newspaper', Newspaper],
  ['notebook', Notebook],
  ['palette', Palette],
  ['paperclip', Paperclip],
  ['plane', Plane],
  ['puzzle', Puzzle],
  ['quote', Quote],
  ['rocket', Rocket],
  ['scale', Scale],
  ['shield', Shield],
  ['shopping-cart', ShoppingCart],
  ['sprout', Sprout],
  ['star', Star],
  ['telescope', Telescope],
  ['terminal', Terminal],
  ['trees', Trees],
  ['trophy', Trophy],
  ['users', Users],
  ['utensils', Utensils],
  ['wrench', Wrench],
  ['zap', Zap],
]);
