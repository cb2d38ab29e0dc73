'use strict';
// Writes the oracle's answers for many URLs to the file argv[2], one JSON object per line. Run with --expose-internals.
const fs=require('fs');
const schemes=['http:','https:','file:','ws:','foo:','web+demo:','','HTTP:','mailto:','ftp:','javascript:','1a:',' http:'];
const slashes=['','/','//','///','\\','\\\\','/\\','////'];
const hosts=['','example.com','EXAMPLE.com','a:b@h','@h','u@h','u:@h',':p@h','a@b@c','h:80','h:443','h:99999','h:x','h:','h:080','1.2.3.4','0x7f.1','1.2.3','256','0xffffffff','0x100000000','1.2.3.256','1.2.3.4.5','1..2','09.1','1.2.3.08','a.0x','a.1','[::1]','[1::2:3]','[::1.2.3.4]','[1:2:3:4:5:6:7:8]','[1:2:3:4:5:6:7]','[::127.0.0.1','[0:0:0:1:0:0:0:0]','[:1]','[1:0:0:2::]','[::1]:81','[::1]x','ho st','h%20o','h%41','h%zz','%','h<','a^b','a|b','ñandú.es','faß.de','xn--a','xn--','xn--fa-hia.de','xn--ls8h.la','日本語。jp','a\u00adb','\u200d','a..b','.','..','a.','-a-','a--b','ab--c','xn--a-.com','\u{1F4A9}.la','☃.net','localhost','LOCALHOST','C:','C|','c:x','*','a_b','$!\'()*+,;=&','~','"','{}','`',"h\t\nx",'\x7f','\ud800','1.0x','0x.0x','x.0x0','999999999999','h:0','h:65535','h:65536','h:00000000000000000080','h:8 0','ｅx．com','%EF%BC%85','%e2%98%83','אב.com','אa.com','1א.com','xn--4db.com','a\u0300','\u0300a','ẞ.de','İ.com','𝒳n--fa-hia'];
const paths=['','/','/a/b','/a/../b','/..','/.','/a/./','/%2e/x','/%2E%2e/x','/.%2e','/a b','/a^b','/a|b','/{}`"<>','/ñ','?','?q','?a\'b','?"<># ','#','#f `<>"','?q#h','/C:/x','/C|/x','/C|','/C:/..','/C|/../..','//x','/.//x','/..//x','\\a\\b','/a\\b','/a;b=c','/%','/%zz','/a?b?c#d#e','  ','a b ?q','x  #h','x  ','/\u0000','/a/..','/a/../..','/a/b/..','//','///','/%2e%2e%2e','/\x7f','/~-_.!*()'];
const bases=[undefined,'http://u:p@base.com:81/d1/d2?bq#bh','file:///C:/x/y?q#h','file://host/p/q','foo://fh/x/y?z#w','mailto:x@y','foo:/p/q','file:///x/y','https://b/','web+demo:/.//not/h','about:blank#x'];
let seed=42; const rnd=n=>{seed=(seed*1103515245+12345)&0x7fffffff;return (seed>>>8)%n}; const pick=a=>a[rnd(a.length)];
const {internalBinding}=require('internal/test/binding'); const ub=internalBinding('url');
const out=[];
const rec=(i,b)=>{ let h=ub.parse(i,b,false); out.push({k:'p',i:i.toWellFormed(),b,h,c:h===undefined?undefined:[...ub.urlComponents]}); return h};
for(const h of hosts){ for(const s of ['http://','foo://','file://']) {rec(s+h); rec(s+h+'/p');} out.push({k:'a',i:h.toWellFormed(),h:ub.domainToASCII(h)}); out.push({k:'u',i:h.toWellFormed(),h:ub.domainToUnicode(h)}); }
for(const p of paths) for(const b of bases) {rec(p,b); rec('file:'+p,b); rec('http:'+p,b); rec('foo:'+p,b); rec('foo://h'+p,b);rec('//h'+p,b);rec(p.slice(1),b)}
for(let n=0;n<6000;n++){ rec(pick(schemes)+pick(slashes)+pick(hosts)+pick(paths), pick(bases)); }
const good=['http://h/','https://u:p@example.com:444/a/b?c#d','file:///C:/x','file://host/x','file:///','foo://h/x','foo://u:p@h:1/x','foo:///x','foo:/x','foo:x  ?q#h','foo:x  #h','mailto:a','web+demo:/.//not/h','ws://h:81','http://h?q','http://h#f','foo://h','foo://','javascript:x','http://[::1]:8/'];
const vals=['','x','http','https','file','foo','foo:','ws:bar','HTTP','1','80','443','8080x','x8','65536','99999','\t8\n0','a:b','@','u%41','ñ','h:90','h:','h:x',':80','[::1]','[::1]:5','[x','ex ample','a/b','a?b','a#b','a\\b','?','#','?x','#x','??','/..','/../x','//','//y','C|/z','\\x','a b','a\'b','localhost','xn--','faß.de','1.2','0x1','.',' ','\x00','%','%2e','..'];
for(const g of good) for(let a=0;a<10;a++) for(const v of vals){ let h=ub.update(g,a,v); out.push({k:'s',i:g,a,v,h:h===false?null:h,c:h===false?undefined:[...ub.urlComponents]}); }
for(const g of good.concat(['http://xn--fa-hia.de/x?y#z','http://u:p@xn--ls8h.la:8/#','http://xn--a/'])) for(let f=0;f<16;f++) {const a=[!!(f&1),!!(f&2),!!(f&4),!!(f&8)]; try{out.push({k:'f',i:g,f:a,h:ub.format(g,...a)})}catch{}}
fs.writeFileSync(process.argv[2],out.map(x=>JSON.stringify(x)).join('\n'));
