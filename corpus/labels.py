"""The words that sites label their pages with, in a few languages: what to press, where to go, what else to read.

Only vocabulary stands here; which line is furniture is decided in `corpus.furniture`. All in small letters.
"""

from __future__ import annotations

import re

# Things to press and parts of a page: a short line made of nothing else is a label, wherever it stands.
PAGE_WORDS = frozenset(
    """
    accept account ad ads advert advertise advertisement advertisements advertiser advertisers advertising
    agb app apps archive autoplay accessibility bookmark bookmarks breadcrumb browse browser button
    byline captcha caption captions careers checkout click close collapse comment commenting comments
    consent contact continuation continued cookie cookies copied copy copyright corrections dismiss donate donation
    download downloads edition e-edition edit email e-mail embed embedded enlarge epaper expand
    facebook faq faqs favorites favourites feedback feed feeds filter flipboard font footer
    forgot fullscreen gallery gift google header headlines hide homepage imprint inbox inline instagram
    javascript jump keyword keywords language lightbox like likes link linkedin linkedin listen load log login logout
    logo main member members membership menu messenger mobile mute navigation navigate newer newest newsletter
    newsletters next notifications notify older oldest online open password patron permalink pin pinterest
    play player podcast podcasts poll polls popular post posts preferences premium prev previous print
    printer privacy profile promoted published quiz rate rating react reaction reactions read recaptcha recommended
    reddit register registered registration related reload replay reply replies report reprints required reset
    retweet rss save scroll search section sections see select settings share shared shares
    shop sidebar sign signup sitemap size skip skype slideshow snapchat social sort sponsor sponsored
    statement store submit subscribe subscriber subscribers subscription subscriptions swipe switch tag tags tap
    telegram terms text threads tiktok toggle tools topics translate trending tweet tweets tumblr twitter
    unmute unsubscribe update updated updates upload username version video videos view views viewed visit vk
    vote votes watch watched webpage website whatsapp widget write x youtube zoom
    popup tooltip thumbnail loading subtitles volume carousel

    allow learn remember article external replying content

    abbrechen abonnieren abstimmen akzeptieren alle anhören anmelden anmeldung anzeige anzeigen artikel
    barrierefreiheit bildergalerie datenschutz datenschutzerklärung drucken einloggen einstellungen empfehlen folgen
    galerie herunterladen impressum inhalt kommentar kommentare kommentieren konto kontakt laden lesen
    fortsetzung mailen meistgelesen merken merkliste nächste navigation newsletter nutzungsbedingungen passwort
    registrieren
    schließen schlagworte schriftgröße seite senden speichern spenden springen startseite suche suchbegriff suchen
    teilen twittern umfrage veröffentlichen vorherige weiterlesen werbung zurück zustimmen wetter

    abonnez-vous abonner accepter accueil actualités afficher agrandir aller articles commentaire
    commentaires commenter compte configurer confidentialité connecter connexion contenu contacter courriel
    découvrir diaporama don écouter enregistrer envoyer fermer imprimer inscrire inscription l'article
    légales lettre lire lus mentions mot newsletter partager passe pages photos précédent principal publicité
    rechercher recherche réagir refuser s'abonner s'inscrire sauvegarder sondage suivant suivre télécharger vidéo
    voir voter

    aceptar anterior apúntate artículo boletín buscar búsqueda cerrar comentar comentario comentarios compartir
    configuración contacto contenido contraseña correo cuenta descargar donar encuesta enviar escuchar galería
    guardar imprimir iniciar inicio leer leído legal ampliar política portada privacidad publicidad registrarse
    registro rechazar saltar seguir sesión siguiente suscribirse suscríbete términos vídeo vídeos votar

    accedi accetta cerca chiudi commenta commenti condividi contatti iscriviti leggi pubblicità rispondi stampa
    compartilhar comentários entrar imprimir assine publicidade pesquisar voltar
    delen reageren reacties inloggen zoeken advertentie udostępnij komentarze reklama drukuj szukaj zaloguj
    paylaş yorumlar yazdır giriş reklam

    архив ввести видео войти вход выйти главная голосовать далее добавить закрыть закладки избранное
    именем искать карта ключевые комментарии комментарий комментариев комментировать контакты
    контент меню материалы моя назад напечатать найти настройки обсудить ok оставить отправить ответить
    открыть отменить опрос оцените оценить пароль поделиться подписаться подписка подпишитесь поиск показать
    политика пользовательское печать послушать предыдущая предыдущий принять прослушать просмотров просмотры
    продолжение публикацию распечатать регистрация редакция реклама рекламодателям репост сайта сайту сайт слушать
    следующая
    следующий смотреть сохранить социальные сети скопировать скачать ссылку ссылка соглашение статью статья
    твитнуть теги тэги увеличить фото фотогалерея читайте читать также электронная вконтакте одноклассники

    مشاركة تعليقات طباعة بحث إعلان اشترك تسجيل الدخول المزيد
    分享 评论 登录 注册 搜索 广告 打印 首页 订阅 相关 シェア コメント ログイン 検索 広告 関連記事
    """.split()
)

# Where a menu leads to, and other words of page ends: alone on a line between paragraphs they may be a heading.
MENU_WORDS = frozenset(
    """
    about africa agenda america americas analysis arts asia automotive best blog blogs books breaking business
    calendar careers cars classifieds climate columnists columns community competitions contests courts
    crime crossword crosswords culture deals daily directory drink economy editorial editorials education edition
    elections english entertainment environment español europe events exclusive explore family fashion features
    finance food football games go green guides health help home horoscope horoscopes houses international
    investigations jobs latest letters life lifestyle list live local lottery magazine markets media middle
    money more movies music nation national news obituaries offers on-demand opinion opinions page parenting
    partners people pets photo photography photos pictures plus politics press product programmes property
    public puzzles quotes radio real recipes region regional reviews russia schedule science services shopping
    showbiz sign society special sport sports staff stocks stories story student style sudoku
    support talk team tech technology television theater theatre today top travel tv us usa weather weekend
    weekly wellness women world yes no ok today's

    cloudy sunny rainy partly mostly clear showers forecast humidity wind temperature
    exchange currency currencies

    auto beruf deutsch deutschland familie finanzen gesellschaft gesundheit ja karriere kultur leben meinung
    mobilität nachrichten nein netzwelt panorama politik regional reise ratgeber sport stellenmarkt technik themen
    unterhaltung wirtschaft wissen wissenschaft über

    actualité bien-être cinéma culture débats économie éducation environnement français france idées
    international livres loisirs météo monde musique non opinions oui planète plus politique régions santé sciences
    société sortir sports tribunes voyage à propos

    américa ciencia clima cultura deportes economía el empleo entretenimiento especiales internacional inicio más
    mundo nacional nosotros noticias opinión política portugués português salud sociedad sucesos tecnología
    titulares tiempo últimas vida

    курс курсы валют валюты погода
    афиша авто бизнес видео война да деньги другие еще ещё здоровье казахстан коронавирус культура
    лента мир мнения мнение наука недвижимость нет новости новость общество о политика погода
    проекте проекты происшествия путешествия регионы россия рубрики русский сегодня спецпроекты спорт стиль
    технологии темы топ финансы экономика қазақша

    العربية فارسی עברית 中文 日本語 한국어 türkçe italiano polski nederlands українська
    eng rus kaz рус каз қаз eng. en fr de es ru kz it pt pl ar zh
    usd eur rub gbp jpy cny chf nasdaq dow jones ftse dax nikkei brent gold oil bitcoin btc forex rates
    index
    """.split()
)

# Small words that may stand between the words above.
SMALL_WORDS = frozenset(
    """
    a an the and or of to in on at by for from with as up out off over into via here now all my me our us you your
    we it its this that these those be is are was has have not do don't can what's what how there any no one first
    so then than just through back below above continues continue if new only other others time min minute minutes
    hour hours day days ago am pm
    der die das den dem des ein eine und oder zu zum zur auf mit von im in für sie uns wir ihr ihre ihren hier jetzt
    mehr auch sich dieser diese diesen als noch nicht ist
    le la les l' un une du de des et ou à au aux en sur par pour avec vous votre nous notre nos ce cet cette ici se
    plus sans
    el los las lo y o del al con por para su sus nuestro nuestra aquí este esta esto un una te tu más es en
    и или в во на с со к по для от о об из у за до не же это этот эту этой все всё наш наша нашу наши нас нам вы вам
    ваш ваша мы как что
    il gli di da che e per con questo i
    """.split()
)


def _any_of(alternatives: str) -> re.Pattern[str]:
    """One pattern for alternatives that are parted by bars with space around them."""
    parts = re.split(r"\s+\|\s+", " ".join(alternatives.split()))
    return re.compile("|".join(f"(?:{part})" for part in parts))


# What stands over a list of other stories, or before the name of one.
OTHER_STORIES = _any_of(
    r"""
    related( (articles?|stor(y|ies)|content|posts?|news|topics?|links?|reading|coverage|videos?))?
    | (see|read|view|watch|and)( (also|more|next|related|too))+ | also (on|in|read|see) .{1,30}
    | (more|also) (on|about|from|by) .{1,60} | more | read
    | (more|other|top|latest|recent|popular|trending|similar|featured|breaking) (stories|news|headlines)( .{1,20})?
    | (more|other|top|latest|recent|popular|similar|featured|must) (articles|posts|videos|reads?|coverage|topics?)
    | (most|top) (read|popular|viewed|watched|shared|commented|recent|clicked|discussed|emailed)( .{1,20})?
    | trending( (now|today|topics?|stories|news|on .{1,20}|in .{1,20}))?
    | popular( (now|today|stories|on .{1,20}|in .{1,20}))?
    | breaking( news)? | just in | live( (updates?|now|blog|news))? | developing( story)?
    | you (may|might) (also |have )?(like|missed|enjoy|be interested in).{0,20}
    | (we )?recommend(ed|s)?( (for you|reading|by .{1,20}|stories|articles|videos))?
    | suggested( (for you|reading|stories))?
    | (editor'?s?'?|our|staff|readers?'?s?'?) (picks?|choice|favou?rites?)
    | what (others|people) are (reading|watching|saying)
    | in case you missed it | up next | next up | now playing | now watching | just watched | must watch
    | watch( (now|next|live))?
    | .{0,20}ad feedback | promoted( stories| content)? | sponsored( (stories|content|by .{1,20}))?
    | (from )?around the web
    | (paid|partner|sponsored|branded) (post|content|story)( by .{1,30})? | welcome to .{1,40}
    | from (the|our) (archives?|web|partners?|newsroom|blog)
    | (previous|next|prev|older|newer) (articles?|posts?|stor(y|ies)|news|item|video)
    | listen( to| next| now)? | play( (video|audio|now|again))? | slideshow | photos | pictures | in pictures | gallery
    | podcast | listen to the podcast | don't miss | on air( now)? | now on (tv|air|radio)
    | (lesen sie )?(auch|mehr)( (zum thema|interessant|dazu|lesen|aus .{1,20}))? | lesen sie (auch|mehr|dazu).{0,20}
    | meist(gelesen|geklickt|kommentiert)\w* | das könnte sie (auch )?interessieren
    | weitere (artikel|themen|nachrichten|meldungen) | (mehr )?zum thema | verwandte (artikel|themen) | eilmeldung
    | aktuelle (nachrichten|meldungen) | bildergalerie | video
    | (à|a) (lire|voir|écouter|découvrir)( (aussi|également))? | lire (aussi|également|la suite|plus) | voir aussi
    | les plus (lus|partagés|vus|populaires) | sur le même sujet | dans la même rubrique
    | articles? (liés|similaires|associés) | à la une | en direct | dernière minute
    | (lea|lee|vea|ver) (también|más) | (te|le) puede interesar.{0,20} | (artículos|noticias) relacionad[oa]s
    | lo más (leído|visto|nuevo) | más (noticias|leídas|sobre .{1,40}|información) | última hora | en directo
    | leggi anche | potrebbe interessarti.{0,20} | i più letti | leia (também|mais) | (as )?mais lidas
    | lees ook | meest gelezen | czytaj (także|też|więcej) | ilgili haberler | اقرأ أيضا | 相关阅读 | 関連記事
    | (читайте|смотрите|слушайте|см\.|узнайте)( (также|еще|ещё|далее|больше|по теме))? | (также )?по теме
    | (самое )?(читаемое|обсуждаемое|популярное|интересное|важное|главное|свежее)( .{1,20})?
    | (главные|последние|другие|похожие|все|популярные|ещ[её]) (новости|материалы|статьи)
    | новости (партн[её]ров|по теме|сми2?) | (мы )?рекоменду\w+( .{1,20})? | срочно | (материалы|ещ[её]) по теме
    | (следующая|предыдущая) (новость|статья|запись)
    """
)

# Of those, the ones that may as well stand over one thing of the story's own.
OFTEN_OTHERS = _any_of(
    r"""
    more | read | watch( (now|next|live))? | just in | live( (updates?|now|blog))? | breaking( news)?
    | developing( story)?
    | video | photos | pictures | in pictures | gallery | listen( to| next| now)? | play( .*)? | up next
    | next up | podcast
    | (read|show|see|view) (more|all|next) | slideshow | срочно | en direct | en directo | eilmeldung
    """
)

# What stands over the readers' part of a page, or the author's: the story does not go on below it.
READERS_PART = _any_of(
    r"""
    ([\d.,]+k? )?comments?( [\d.,]+k?)?( closed| are closed)? | (leave|post|add|write) a (reply|comment)\W*
    | (leave|post|add) (your )?comments? | join the (conversation|discussion|debate)
    | (view|show|read|see|load)( all)?( \d+)? comments? | reader comments | have your say
    | (what do you think|your view)s?\??
    | (comments? )?(section|policy|guidelines) | discussion | responses?
    | (\d+ )?(replies|responses|thoughts on .{1,200})
    | about the (author|writer|reporter|contributor)s? | about our (author|reporter)s? | meet the (author|reporter)
    | (\d+ )?kommentare?( \d+)?( schreiben| anzeigen| verfassen)? | diskutieren sie mit | über (den autor|die autorin)
    | (\d+ )?commentaires?( \d+)? | laisser un commentaire | réagir | à propos de l'auteur | sobre (el|la) autora?
    | (\d+ )?comentarios?( \d+)? | deja (un|tu) comentario | (\d+ )?commenti | (\d+ )?comentários? | deixe um comentário
    | (\d+ )?комментари[ийев]+( \d+)? | (оставить|добавить|написать) комментарий | обсуждение | об авторе
    | تعليقات | 评论 | コメント
    """
)

# Before the colon: what follows is a name, a list of names, a number or another story.
_NAMES_FOLLOW = r"""
    tags? | tagged | tagged with | topics? | related topics? | keywords? | key words | filed (under|in) | categor(y|ies)
    | posted in | more about | in this article | sections? | labels?
    | views? | shares? | likes? | reads? | votes? | total votes | your rating | rating | reading time
    | read time | font size | text size
    | share( (this|on|via)( .{1,20})?)? | follow( us| me)?( on)?
    | follow .{1,30} on (twitter|x|facebook|instagram) | find us on
    | edition | language | read in | available in | sort by | order by | contact | e-?mail | phone | tel | fax
    | call us | search( for)?
    | popular searches | duration | quality | source url | short link | permalink | page | markets?
    | temperature | humidity | wind
    | schlagworte | schlagwörter | themen | stichworte | lesezeit | teilen | kategorien? | mots[- ]clés
    | thèmes? | partager( sur)?
    | etiquetas | temas | compartir( en)? | tag | argomenti | теги | тэги | метки | темы | рубрика | ключевые слова
    | просмотров | просмотры | поделиться | категори[яи] | просмотры
"""
NAMES_FOLLOW = _any_of(_NAMES_FOLLOW)

_CREDIT = (
    r"(?:file )?(?:photos?|photographs?|photography|pictures?|images?|illustrations?|graphics?|screenshots?"
    r"|videos?|art|artwork|cover"
    r"|fotos?|bild(?:er)?|abbildung|grafik|crédits?(?: photo)?|imagen|foto(?:grafía)?|immagine"
    r"|фото(?:графи[яи])?|иллюстраци[яи]|снимок)"
)
# A credit that names who took a picture, and nothing else.
CREDIT = re.compile(
    rf"[(\[]?(?:{_CREDIT}(?: credits?| courtesy| source)?(?: by| of| from| via| von| par| de| di)?\s*[:/|©,-]\s*\S.*"
    rf"|{_CREDIT} (?:by|courtesy|credit|via|von) .*|(?:image |photo |picture )?(?:credits?|courtesy)(?: of)?\b\s*:?.*"
    r"|(?:ap|afp|epa|reuters|getty) (?:photo|images?|file)\b.*)",
    re.IGNORECASE,
)
AGENCIES = (
    r"(?:ap|afp|epa(?:-efe)?|reuters|getty(?: images)?|shutterstock|istock|alamy|dpa|tass|тасс|риа новости"
    r"|ria novosti|sputnik|xinhua|anadolu"
    r"|zuma|imago|pa(?: media| wire| images)?|bloomberg|associated press|agence france-presse|keystone"
    r"|unsplash|flickr|ansa|efe|wikimedia(?: commons)?)"
)
# A name with the agency that sells the picture.
AGENCY = re.compile(
    rf".{{0,60}}(?:/|\||,|–|-|©|\bvia\b|\bfor\b|\bfrom\b)\s*(?:the )?{AGENCIES}"
    r"(?:[ /,].{0,30})?[)\]]?",
    re.IGNORECASE,
)
RIGHTS = re.compile(
    r"^\W*(?:©|\(c\)|copyright\b(?=\W*(?:$|©|\(c\)|\d{4}|by\b|of\b|[(])))|^\W*copyright \w+(?: \w+){0,3} \d{4}"
    r"|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos"
    r"|tutti i diritti|todos os direitos|все права защищены|©",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:(?:written |story |words |reported |text )?by|von|par|por|di|от|автор(?:ы)?|author|autor(?:in)?"
    r"|auteur|text|текст|words|reporter"
    r"|written by)\b:?\s+(?P<names>\S.*)",
    re.IGNORECASE,
)
